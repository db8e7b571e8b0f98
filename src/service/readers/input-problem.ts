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
  /** Told of every problem. Without it the first line that can't be read throws INVALID_INPUT. */
  readonly onProblem?: (problem: InputProblem) => void;
  /** Told how many bytes of the file have been read. */
  readonly onBytes?: (bytes: number) => void;
}

/** Throws INVALID_INPUT naming file and line, unless someone takes note of it. */
export function reportProblem(problem: InputProblem, { onProblem }: ReadOptions): void {
  if (onProblem) onProblem(problem);
  else if (problem.isLost) throw new WordmoverError('INVALID_INPUT', `${problem.file}:${problem.line}: ${problem.message}`);
}
