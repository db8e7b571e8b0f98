import { CommanderError } from 'commander';
import { WordmoverError, type ErrorCode } from '../errors';

const OK = 0;
const FAILED = 1;
const WRONG_INPUT = 2;

/** What the caller can't mend by other arguments or other input. */
const FAILURES: readonly ErrorCode[] = [
  'CORRUPT_INDEX',
  'STORAGE_FAILED',
  'VECTORS_UNAVAILABLE',
  'QUEUE_FULL',
  'DEADLINE_EXCEEDED',
  'ABORTED',
];

export function exitStatus(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? OK : WRONG_INPUT;
  if (error instanceof WordmoverError) return FAILURES.includes(error.code) ? FAILED : WRONG_INPUT;
  return FAILED;
}

/** One line for a caller's mistake; the stack for a bug. */
export function faultText(error: unknown, isJson: boolean): string {
  const { code, message } = error instanceof WordmoverError ? error : { code: systemCode(error), message: messageOf(error) };
  if (isJson) return `${JSON.stringify({ error: { code, message } })}\n`;
  return `wordmover: ${message}\n`;
}

const systemCode = (error: unknown): string => (error as NodeJS.ErrnoException | undefined)?.code ?? 'INTERNAL';

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return systemCode(error) === 'INTERNAL' ? (error.stack ?? error.message) : error.message;
}
