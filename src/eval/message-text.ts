import { WordmoverError } from '../errors';

/** What of a mail or news message is compared. */
export const MESSAGE_TEXTS = ['whole', 'subject-body', 'body'] as const;

/**
 * `whole` (P1): all of it, every header included. `subject-body` (P2): the subject and everything below the headers.
 * `body` (P3): no headers, no quotes of others, no signature.
 */
export type MessageText = (typeof MESSAGE_TEXTS)[number];

/** A signature has at most this many lines (RFC 3676 asks for four; Usenet was more generous). */
const LONGEST_SIGNATURE = 15;

const HEADER = /^[A-Za-z][A-Za-z0-9-]*:/;
const REPLY = /^\s*(?:(?:re|fwd?|aw)(?:\[\d+\]|\^\d+)?\s*:\s*)+/i;
const QUOTED = /^\s*(?:[>|}]|[A-Za-z]{1,4}>|:\s)/;
const ATTRIBUTION = /(?:\b(?:writes|wrote|says|said)\s*:?|\bwrites in\b.*)\s*$|^\s*(?:in article\s*<|quoted from\b)/i;
const DELIMITER = /^\s*(?:--+\s*|[-_=~*+#]{5,}\s*)$/;

/** The part of a message that is compared; `subjectWeight` times the subject (`subject-body` only), 0 for none. */
export function messageText(message: string, form: MessageText, subjectWeight = 1): string {
  if (!Number.isInteger(subjectWeight) || subjectWeight < 0) {
    throw new WordmoverError('INVALID_OPTION', `subject weight ${subjectWeight}: give a whole number, 0 for no subject`);
  }
  switch (form) {
    case 'whole':
      return message;
    case 'subject-body':
      return `${`${messageSubject(message)}\n`.repeat(subjectWeight)}${parts(message).body}`;
    case 'body':
      return ownWords(parts(message).body);
  }
}

/** The subject without "Re:", folded lines joined; '' where there is none. */
export function messageSubject(message: string): string {
  const header = /^Subject:[^\n]*(?:\n[ \t][^\n]*)*/im.exec(parts(message).headers);
  return header === null ? '' : header[0].slice('Subject:'.length).replace(/\s+/g, ' ').trim().replace(REPLY, '').trim();
}

/** Letters and digits only, in lower case: messages of one thread have it in common. */
export function normalizedSubject(message: string): string {
  return messageSubject(message)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What the writer of a body said: no quoted lines, nor the line that introduces them, nor the signature. */
export function ownWords(body: string): string {
  const lines = body.replaceAll('\r\n', '\n').split('\n');
  return withoutSignature(lines)
    .filter((line) => !QUOTED.test(line) && !ATTRIBUTION.test(line))
    .join('\n')
    .trim();
}

/** Headers end at the first empty line. A text that does not begin with a header is all body. */
function parts(message: string): { headers: string; body: string } {
  const text = message.replaceAll('\r\n', '\n');
  if (!HEADER.test(text)) return { headers: '', body: text };
  const end = text.search(/\n[ \t]*\n/);
  return end < 0 ? { headers: text, body: '' } : { headers: text.slice(0, end), body: text.slice(end).trimStart() };
}

/** From the first line of dashes among the last ones on, unless that is the whole text. */
function withoutSignature(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  for (let at = Math.max(1, last - LONGEST_SIGNATURE); at <= last; at++) if (DELIMITER.test(lines[at])) return lines.slice(0, at);
  return lines.slice(0, last + 1);
}
