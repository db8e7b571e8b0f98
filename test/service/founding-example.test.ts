import fs from 'node:fs';
import path from 'node:path';
import { rank } from '../../src/service/ad-hoc';

const TABLE = path.join(__dirname, '../../data/wordnet-vectors.bin');

const DOCUMENTS = [
  'The science of cooking: how to cook a splendid meal',
  'Data science breakthroughs in 2019',
  "A marine biologist's guide to getting a data science job",
  'Data about chimpanzees is the basis of behavioral science',
  'Data science is the top career in the 21st century',
];

test('the example the project began with: careers first, by way of "job", cooking last', async () => {
  expect(fs.existsSync(TABLE)).toBe(true);
  const ranked = await rank('how do I start a career in data science?', DOCUMENTS, { explain: true });
  const order = ranked.map(({ index }) => DOCUMENTS[index]);
  expect(order.slice(0, 2).sort()).toEqual([DOCUMENTS[2], DOCUMENTS[4]]);
  expect(order[4]).toBe(DOCUMENTS[0]);
  const guide = ranked.find(({ index }) => index === 2);
  expect(guide?.flows).toContainEqual(expect.objectContaining({ from: 'career', to: 'job' }));
});
