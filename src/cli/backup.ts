import type { Command } from 'commander';
import { serverSettings } from '../http/settings';
import type * as Backup from '../service/backup';
import { createOutput } from './output';
import { table } from './table';

interface BackupFlags {
  readonly data: string;
  readonly out: string;
  readonly json?: boolean;
}

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('copy collections of a server, which may go on running')
    .argument('[collections...]', 'names; all where none is given')
    .requiredOption('--data <folder>', 'data folder of the server', serverSettings.data.value)
    .requiredOption('-o, --out <folder>', 'where the copy goes: a new or empty folder')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The copy is a data folder too: "wordmover serve --data COPY" serves it, "wordmover restore --from COPY" puts it back.

Examples:
  $ wordmover backup --data /var/lib/wordmover --out /backup/2026-11-21
  $ wordmover backup news mail --data /var/lib/wordmover --out /backup/two`,
    )
    .action(backUp);
}

async function backUp(collections: readonly string[], { data, out, json }: BackupFlags): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the store's package would slow down every other command
  const { backup } = require('../service/backup') as typeof Backup;
  printCopies(await backup({ data, out, collections }), out, json ?? false);
}

/** What was copied into a folder. */
export function printCopies(copies: readonly Backup.CopiedCollection[], folder: string, json: boolean): void {
  createOutput(json).result({ folder, collections: copies }, () => {
    const rows = copies.map(({ name, documents, bytes }) => [name, String(documents), `${(bytes / 2 ** 20).toFixed(1)} MiB`]);
    return `${table(['collection', 'documents', 'size'], rows)}\n${copies.length} collections in ${folder}`;
  });
}
