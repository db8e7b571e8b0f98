import type { Command } from 'commander';
import { serverSettings } from '../http/settings';
import type * as Restore from '../service/restore';
import { printCopies } from './backup';

interface RestoreFlags {
  readonly data: string;
  readonly from: string;
  readonly replace?: boolean;
  readonly json?: boolean;
}

export function addRestore(program: Command): void {
  program
    .command('restore')
    .description('put collections of a backup into the data folder of a server that is not running')
    .argument('[collections...]', 'names; all of the backup where none is given')
    .requiredOption('--data <folder>', 'data folder of the server', serverSettings.data.value)
    .requiredOption('--from <folder>', 'the backup')
    .option('--replace', 'take the place of collections that are there')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Collections that are not named stay as they are. Indexes are made anew when the server starts.

Examples:
  $ wordmover restore --from /backup/2026-11-21 --data /var/lib/wordmover
  $ wordmover restore news --replace --from /backup/2026-11-21 --data /var/lib/wordmover`,
    )
    .action(restoreCollections);
}

async function restoreCollections(collections: readonly string[], { json, ...flags }: RestoreFlags): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the store's package would slow down every other command
  const { restore } = require('../service/restore') as typeof Restore;
  printCopies(await restore({ ...flags, collections }), flags.data, json ?? false);
}
