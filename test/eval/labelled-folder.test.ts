import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLabelledDocuments } from '../../src/eval/labelled-documents';
import { splitFolders } from '../../src/eval/labelled-folder';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labelled-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function write(part: string, label: string, name: string, content: string | Buffer): Promise<void> {
  await mkdir(join(folder, part, label), { recursive: true });
  await writeFile(join(folder, part, label, name), content);
}

test('the folders of 20 Newsgroups: labels are folders, numbers in their order, Latin-1 where it is not UTF-8', async () => {
  await write('news-train', 'sci.space', '100', 'later');
  await write('news-train', 'sci.space', '99', 'é');
  await write('news-train', 'alt.atheism', '5', Buffer.from([0xe9]));
  await writeFile(join(folder, 'news-train', 'README'), 'not a label');
  expect(readLabelledDocuments(join(folder, 'news-train'))).toEqual([
    { id: 'news-train/alt.atheism/5', label: 'alt.atheism', text: 'é' },
    { id: 'news-train/sci.space/99', label: 'sci.space', text: 'é' },
    { id: 'news-train/sci.space/100', label: 'sci.space', text: 'later' },
  ]);
});

test('a folder of a train and a test part is both', async () => {
  await write('news-train', 'a', '1', 'x');
  expect(splitFolders(folder)).toBeUndefined();
  await write('news-test', 'a', '2', 'y');
  expect(splitFolders(folder)).toEqual({ train: join(folder, 'news-train'), test: join(folder, 'news-test') });
  expect(splitFolders(join(folder, 'nowhere'))).toBeUndefined();
});

test('a folder without texts is INVALID_INPUT and named', () => {
  expect(() => readLabelledDocuments(folder)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(folder) as string }),
  );
});
