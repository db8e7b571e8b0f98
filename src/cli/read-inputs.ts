import type { StoredDocument } from '../service/document';
import type { InputProblem } from '../service/readers/input-problem';
import { inputBytes, readDocuments } from '../service/readers/read-documents';
import type { InputFlags } from './arguments';
import type { Output } from './output';
import { progressBar } from './progress';

/** Problems told in full; the rest is counted. */
const MAX_TOLD = 20;

/** Documents of all sources, one after the other, with a bar for the bytes read and a note for each bad line. */
export async function* readInputs(sources: readonly string[], flags: InputFlags, output: Output): AsyncIterable<StoredDocument> {
  const sizes = await Promise.all(sources.map(inputBytes));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const progress = progressBar('reading');
  const problems = problemLog(flags, output);
  let before = 0;
  try {
    for (const [i, source] of sources.entries()) {
      const onBytes = (bytes: number): void => progress.update(before + bytes, Math.max(1, total));
      yield* readDocuments(source, { ...flags, ...problems, onBytes });
      before += sizes[i];
    }
  } finally {
    progress.stop();
    problems.finish();
  }
}

/** With `--skip-bad` all problems are told; without it mended lines are, and the reader throws at the first lost one. */
function problemLog({ skipBad }: InputFlags, output: Output) {
  let told = 0;
  const onProblem = ({ file, line, message, isLost }: InputProblem): void => {
    if (told++ < MAX_TOLD) output.note(`${file}:${line}: ${isLost ? 'left out: ' : ''}${message}`);
  };
  const finish = (): void => {
    if (told > MAX_TOLD) output.note(`and ${told - MAX_TOLD} lines more`);
  };
  return { onProblem, isStrict: !skipBad, finish };
}
