import path from 'node:path';

const packageFolder = path.join(__dirname, '../..');

/**
 * Takes the folders of this machine out of a sentence for a client: `/srv/data/vectors/a.txt, line 3 …` becomes
 * `vectors/a.txt, line 3 …`. The log keeps the whole.
 */
export function withoutPlaces(sentence: string, folders: readonly string[]): string {
  const named = [...folders, packageFolder].filter((folder) => folder !== '');
  const forms = [...new Set(named.flatMap((folder) => [folder, path.normalize(folder), path.resolve(folder)]))];
  const longestFirst = forms.filter((form) => form.length > 2).sort((a, b) => b.length - a.length);
  return longestFirst.reduce((said, form) => {
    const bare = form.replace(/[\\/]+$/, '');
    return said.replaceAll(bare + path.sep, '').replaceAll(bare, 'the folder of the server');
  }, sentence);
}
