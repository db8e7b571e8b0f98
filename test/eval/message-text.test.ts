import { messageSubject, messageText, normalizedSubject, ownWords } from '../../src/eval/message-text';

const MESSAGE = [
  'From: ann@site.org (Ann)',
  'Subject: Re: RE^2: A bike',
  '\tfor sale',
  'Lines: 12',
  '',
  'In article <123@site.org>, bob@site.org (Bob) writes:',
  '> Is it red?',
  'AB> Is it big?',
  'It is red: see below.',
  '',
  'It has two wheels.',
  '--',
  'Ann, department of bikes',
].join('\n');

test('the subject without reply marks, folded lines joined', () => {
  expect(messageSubject(MESSAGE)).toBe('A bike for sale');
  expect(messageSubject('From: a\n\nSubject: not a header')).toBe('');
  expect(messageSubject('No headers at all.\nSubject: this is text')).toBe('');
});

test('one thread has one normalized subject', () => {
  expect(normalizedSubject(MESSAGE)).toBe('a bike for sale');
  expect(normalizedSubject('Subject: a BIKE, for   sale!\n\nbody')).toBe('a bike for sale');
  expect(normalizedSubject('Subject: Regarding bikes\n\nbody')).toBe('regarding bikes');
});

test('whole messages, subject and body, body alone', () => {
  expect(messageText(MESSAGE, 'whole')).toBe(MESSAGE);
  expect(messageText(MESSAGE, 'subject-body', 2)).toMatch(
    /^A bike for sale\nA bike for sale\nIn article[^]*department of bikes$/,
  );
  expect(messageText(MESSAGE, 'subject-body', 0)).toMatch(/^In article/);
  expect(messageText(MESSAGE, 'body')).toBe('It is red: see below.\n\nIt has two wheels.');
  expect(messageText(MESSAGE.replaceAll('\n', '\r\n'), 'body')).toBe('It is red: see below.\n\nIt has two wheels.');
});

test('a subject weight is a whole number', () => {
  expect(() => messageText(MESSAGE, 'subject-body', 1.5)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
});

test.each([
  ['dashes far from the end are no signature', `one\n-----\n${'more\n'.repeat(20)}end`, `one\n-----\n${'more\n'.repeat(20)}end`],
  ['nor are they on the first line', '-----\nall there is', '-----\nall there is'],
  ['nothing but quotes leaves nothing', '> a\n| b\n: c', ''],
  ['an emptied body stays empty', '', ''],
  ['a smiley is no quote', 'so it is :)\n:) yes', 'so it is :)\n:) yes'],
])('%s', (_, body, own) => {
  expect(ownWords(body)).toBe(own);
});
