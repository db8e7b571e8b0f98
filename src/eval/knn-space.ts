import { createPipeline } from '../text/pipeline';
import { resolveThreshold } from '../vectors/threshold';
import type { WordVectors } from '../vectors/word-vectors';
import type { Solver } from '../workers/solver';
import type { QueryWords, StageCounts } from '../search/ranking';
import { classWeights } from './class-weights';
import { cpuMs } from './cpu-time';
import { type Blend, blended, partsOfBlend } from './knn-blend';
import type { KnnMethod, KnnProtocol } from './knn-protocol';
import type { LabelledDocument } from './labelled-document';
import { messageText } from './message-text';
import { type Method, type Neighbours, type Ranker, Rankers } from './rankers';
import { mean } from './retrieval-measures';
import { TextSpace } from './text-space';

/** Neighbours that are kept of a test document: as many as the deepest precision and the widest vote look at. */
export const DEPTH = 128;

/** Queries that wait for a thread, so that none is idle while the next is weighed. */
const WAITING = 2;

export interface KnnMachine {
  readonly solver: Solver;
  /** Queries solved at once: the threads of the solver. Default 1. */
  readonly threads?: number;
}

/** What a method found for every test document. */
export interface Found {
  readonly method: KnnMethod;
  readonly neighbours: readonly Neighbours[];
  /** Of balanced and partial transport; Infinity for none. */
  readonly threshold?: number;
  /** What no distance exceeds. */
  readonly largest: number;
  /** Time by the clock, and of all processors, divided by the number of queries. */
  readonly msPerQuery: number;
  readonly cpuMsPerQuery: number;
  /** Means over the queries, of methods that search in stages. */
  readonly stages?: StageCounts;
}

/** Training documents by one protocol, ready to be searched by every method. */
export class KnnSpace {
  private readonly rankers: Rankers;

  private constructor(
    private readonly space: TextSpace,
    private readonly protocol: KnnProtocol,
    /** Settled: Infinity for none. */
    readonly threshold: number,
    private readonly machine: KnnMachine,
    factors: Float32Array | undefined,
  ) {
    const { tf, idfPower } = protocol;
    this.rankers = new Rankers(space, { threshold, tfidf: { tf, idfPower }, factors, solver: machine.solver });
  }

  static async create(
    train: readonly LabelledDocument[],
    protocol: KnnProtocol,
    vectors: WordVectors,
    machine: KnnMachine,
  ): Promise<KnnSpace> {
    const pipeline = createPipeline({ joined: protocol.joined, ...(!protocol.lemmas && { lemmatize: false }) });
    const space = await TextSpace.create(
      train.map((document) => textOf(document, protocol)),
      pipeline,
      vectors,
    );
    const threshold = resolveThreshold(protocol.threshold, space.points);
    const factors =
      protocol.classWeight > 0
        ? classWeights(
            space.corpus,
            train.map(({ label }) => label),
          ).map((weight) => weight ** protocol.classWeight)
        : undefined;
    return new KnnSpace(space, protocol, threshold, machine, factors);
  }

  /** Settles a threshold for these vectors. */
  resolve(threshold: KnnProtocol['threshold']): number {
    return resolveThreshold(threshold, this.space.points);
  }

  /** The nearest training documents of every test document; `threshold` in place of the protocol's. */
  async find(method: Method, test: readonly LabelledDocument[], onQuery: () => void, threshold = this.threshold): Promise<Found> {
    const isTransport = method === 'balanced' || method === 'partial';
    const start = performance.now();
    const cpuStart = cpuMs();
    const neighbours = await this.searchAll(this.rankers.ranker(method, threshold), test, onQuery);
    return {
      method,
      neighbours,
      largest: isTransport ? Math.min(2, threshold) : 1,
      msPerQuery: (performance.now() - start) / test.length,
      cpuMsPerQuery: (cpuMs() - cpuStart) / test.length,
      ...(isTransport && { threshold, stages: meanStages(neighbours) }),
    };
  }

  private async searchAll(rank: Ranker, test: readonly LabelledDocument[], onQuery: () => void): Promise<Neighbours[]> {
    const depth = Math.min(DEPTH, this.space.corpus.size);
    const found = new Array<Neighbours>(test.length);
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < test.length) {
        const q = next++;
        const words = await this.query(test[q]);
        found[q] = words.ids.length > 0 ? await rank(words, depth) : NONE;
        onQuery();
      }
    };
    await Promise.all(Array.from({ length: (this.machine.threads ?? 1) + WAITING }, lane));
    return found;
  }

  /** With supervised weights a word that no training document holds weighs nothing. */
  private async query(document: LabelledDocument): Promise<QueryWords> {
    const words = await this.space.query(textOf(document, this.protocol));
    return this.protocol.classWeight > 0 ? firstWords(words, this.space.vocabulary.size) : words;
  }
}

/** A blend of what its two methods found, `share` of balanced transport; it takes as long as both. */
export function blend(name: Blend, found: ReadonlyMap<KnnMethod, Found>, share: number): Found {
  const [first, second] = partsOfBlend(name).map((method) => found.get(method)!);
  return {
    method: name,
    neighbours: first.neighbours.map((neighbours, q) =>
      blended({ neighbours, largest: first.largest }, { neighbours: second.neighbours[q], largest: second.largest }, share),
    ),
    largest: 1,
    msPerQuery: first.msPerQuery + second.msPerQuery,
    cpuMsPerQuery: first.cpuMsPerQuery + second.cpuMsPerQuery,
  };
}

const NONE: Neighbours = { docs: new Uint32Array(0), distances: new Float64Array(0) };

const textOf = ({ text }: LabelledDocument, { text: form, subjectWeight }: KnnProtocol): string =>
  messageText(text, form, subjectWeight);

/** The words of the first `size` of the vocabulary; ids ascend. */
function firstWords({ ids, counts, rows, known, background }: QueryWords, size: number): QueryWords {
  const kept = ids.findIndex((id) => id >= size);
  const end = kept < 0 ? ids.length : kept;
  const dim = ids.length > 0 ? rows.length / ids.length : 0;
  return {
    ids: ids.subarray(0, end),
    counts: counts.subarray(0, end),
    rows: rows.subarray(0, end * dim),
    known: known.subarray(0, end),
    ...(background && { background: background.subarray(0, end) }),
  };
}

function meanStages(found: readonly Neighbours[]): StageCounts {
  const stages = found.flatMap((each) => each.stages ?? []);
  const average = (stage: keyof StageCounts): number => (stages.length > 0 ? mean(stages.map((each) => each[stage])) : 0);
  return {
    documents: average('documents'),
    bounded: average('bounded'),
    refined: average('refined'),
    solved: average('solved'),
  };
}
