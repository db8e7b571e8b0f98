import * as fs from 'node:fs';
import * as path from 'node:path';

/** Path of a file or folder of the shared data (WORDMOVER_DATA, or beside the repository), if it is there. */
export function sharedData(relative: string): string | undefined {
  const file = path.join(process.env.WORDMOVER_DATA ?? path.join(__dirname, '../../shared/data'), relative);
  return fs.existsSync(file) ? file : undefined;
}

/** A test that reads shared data; where the data is missing it is skipped, and its name says so. */
export function itWithData(
  name: string,
  relative: string,
  test: (file: string) => void | Promise<void>,
  timeoutMs?: number,
): void {
  const file = sharedData(relative);
  if (file === undefined) it.skip(`${name} (no ${relative} in WORDMOVER_DATA)`, () => undefined);
  else it(name, async () => test(file), timeoutMs);
}
