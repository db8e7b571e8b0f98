import type { Corpus } from './corpus';
import { PAGE_BYTES, sharedFloat32, sharedMemory, sharedUint16, sharedUint32, sharedUint8 } from './shared-array';

/** How much the arrays of a corpus hold. */
export interface CorpusCapacity {
  readonly documents: number;
  readonly postings: number;
  /** Words of the vocabulary. */
  readonly words: number;
  readonly countBytes: 2 | 4;
}

/** Those of a corpus, filled from the front. In one WebAssembly memory if that is worth it and they fit into its 4 GiB. */
export type CorpusArrays = Omit<Corpus, 'size' | 'vocabularySize' | 'live'>;

const LINE_BYTES = 64;
/** With fewer postings than these, a pass in plain TypeScript is over before a kernel would be set up. */
const FEW_POSTINGS = 65536;
/** So many threads find room behind the arrays; for more the memory grows. */
const THREADS = 4;
const THREAD_BYTES = 2 ** 19;

/** Arrays of zeros in shared memory. Pages never written cost none, so capacity to spare is address space only. */
export function corpusArrays(capacity: CorpusCapacity): CorpusArrays {
  return (capacity.postings < FEW_POSTINGS ? undefined : inOneMemory(capacity)) ?? inBuffers(capacity);
}

export function capacityOf({ lengths, words, df, counts }: CorpusArrays): CorpusCapacity {
  const countBytes = counts.BYTES_PER_ELEMENT === 2 ? 2 : 4;
  return { documents: lengths.length, postings: words.length, words: df.length, countBytes };
}

function inBuffers({ documents, postings, words, countBytes }: CorpusCapacity): CorpusArrays {
  return {
    offsets: sharedUint32(documents + 1),
    lengths: sharedFloat32(documents),
    removed: sharedUint8(documents),
    words: sharedUint32(postings),
    counts: countBytes === 2 ? sharedUint16(postings) : sharedFloat32(postings),
    df: sharedUint32(words),
  };
}

/** Nothing where they do not fit, or the engine has no shared memory for WebAssembly. */
function inOneMemory({ documents, postings, words, countBytes }: CorpusCapacity): CorpusArrays | undefined {
  let end = PAGE_BYTES;
  const place = (bytes: number): number => {
    const start = end;
    end += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return start;
  };
  const at = {
    offsets: place(4 * documents + 4),
    lengths: place(4 * documents),
    removed: place(documents),
    words: place(4 * postings),
    counts: place(countBytes * postings),
    df: place(4 * words),
  };
  const memory = sharedMemory(end + THREADS * (8 * words + THREAD_BYTES));
  if (!memory) return undefined;
  const { buffer } = memory;
  return {
    offsets: new Uint32Array(buffer, at.offsets, documents + 1),
    lengths: new Float32Array(buffer, at.lengths, documents),
    removed: new Uint8Array(buffer, at.removed, documents),
    words: new Uint32Array(buffer, at.words, postings),
    counts: new (countBytes === 2 ? Uint16Array : Float32Array)(buffer, at.counts, postings),
    df: new Uint32Array(buffer, at.df, words),
    memory: { memory, end },
  };
}
