import { WordmoverError } from '../../errors';

/** Something wrong with a line of input that can be left out or mended. */
export interface InputProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
  /** Whether the document is left out; otherwise it was mended, and read. */
  readonly isLost: boolean;
}

export interface ReadOptions {
  /** Told of every problem. */
  readonly onProblem?: (problem: InputProblem) => void;
  /** Whether the first line that can't be read throws INVALID_INPUT; default when nobody is told. */
  readonly isStrict?: boolean;
  /** Told how many bytes of the file have been read. */
  readonly onBytes?: (bytes: number) => void;
}

/** Tells the problem, or throws INVALID_INPUT naming file and line. */
export function reportProblem(problem: InputProblem, { onProblem, isStrict = !onProblem }: ReadOptions): void {
  if (!problem.isLost || !isStrict) onProblem?.(problem);
  else throw new WordmoverError('INVALID_INPUT', `${problem.file}:${problem.line}: ${problem.message}`);
}
