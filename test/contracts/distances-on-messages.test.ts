import { balancedMasses } from '../../src/distances/balanced-masses';
import { DocumentSpace } from '../../src/distances/document-space';
import { fullArcs, nearArcs } from '../../src/distances/near-arcs';
import { balancedQuery } from '../../src/distances/query';
import { type DistanceName, documentDistances } from '../../src/distances/registry';
import { treeOfPoints } from '../../src/distances/words-in-tree';
import { readLabelledDocuments } from '../../src/eval/labelled-documents';
import { TextSpace } from '../../src/eval/text-space';
import { createPipeline } from '../../src/text/pipeline';
import { tfidf } from '../../src/text/tfidf';
import { DistanceRows } from '../../src/vectors/distance-rows';
import { NearWords } from '../../src/vectors/near-words';
import { vectorFile } from '../../src/vectors/vector-file';
import { itWithData, sharedData } from '../shared-data';

const CHAIN: readonly DistanceName[] = ['rwmd', 'omr', 'act-1', 'act-3', 'ict', 'wmd'];
const ABOVE: readonly DistanceName[] = ['linear-emd', 'flowtree'];
const DOCUMENTS = 150;
const QUERIES = 15;
const SLACK = 3e-6;

itWithData(
  'the chain of bounds holds on thousands of pairs of real messages',
  '20newsgroups/20news-bydate-test.jsonl.gz',
  async (file) => {
    const vectors = await vectorFile(sharedData('vectors-glove-20k-50d/glove-20002.50d.bin.gz')!);
    const texts = readLabelledDocuments(file)
      .filter((_, i) => i % 45 === 0)
      .map(({ text }) => text.slice(0, 2000));
    const space = await TextSpace.create(texts.slice(0, DOCUMENTS), createPipeline({ lemmatize: false }), vectors);
    const weighting = tfidf(space.corpus);
    let pairs = 0;
    for (const threshold of [0.9, Infinity]) {
      const { points } = space;
      const source = threshold === Infinity ? fullArcs(new DistanceRows(points)) : nearArcs(new NearWords(points, threshold));
      const tree = treeOfPoints(points);
      const parts = { space: new DocumentSpace(balancedMasses(space.corpus, weighting), source), points, tree: () => tree };
      const distances = [...CHAIN, ...ABOVE].map((name) => documentDistances[name](parts));
      for (const text of texts.slice(-QUERIES)) {
        const query = balancedQuery(await space.query(text), weighting);
        const values = distances.map((distance) => {
          const toDocument = distance.query(query);
          return Array.from({ length: DOCUMENTS }, (_, doc) => toDocument(doc));
        });
        const exact = CHAIN.length - 1;
        for (let doc = 0; doc < DOCUMENTS; doc++, pairs++) {
          const broken = values.findIndex((column, k) => {
            if (k === 0) return false;
            return k <= exact ? values[k - 1][doc] > column[doc] + SLACK : column[doc] < values[exact][doc] - SLACK;
          });
          if (broken >= 0) throw new Error(`document ${doc}, threshold ${threshold}: ${distances[broken].name} breaks the chain`);
        }
      }
    }
    expect(pairs).toBe(2 * QUERIES * DOCUMENTS);
  },
);
