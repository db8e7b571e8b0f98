import { Option, type Command } from 'commander';
import type * as Server from '../http/server';
import type { ServerOptions } from '../http/server';
import { serverSettings } from '../http/settings';
import type * as Signals from '../http/stop-on-signals';

export function addServe(program: Command): void {
  const command = program.command('serve').description('serve the page and the HTTP API');
  for (const { flag, env, value, says, secret } of Object.values(serverSettings)) {
    const shown = secret || value === '' ? '' : `, default ${String(value)}`;
    const takes = typeof value === 'boolean' ? '' : ` <${typeof value === 'number' ? 'n' : 'value'}>`;
    command.addOption(new Option(`--${flag}${takes}`, `${says} (${env}${shown})`));
  }
  command
    .addHelpText(
      'after',
      `
Examples:
  $ wordmover serve
  $ wordmover serve --port 9000 --data /var/lib/wordmover
  $ WORDMOVER_KEYS=read:s3cret wordmover serve --host 0.0.0.0`,
    )
    .action(serve);
}

async function serve(flags: Readonly<Record<string, string | boolean>>): Promise<void> {
  /* eslint-disable @typescript-eslint/no-require-imports -- the server's packages would slow down every other command */
  const { startServer } = require('../http/server') as typeof Server;
  const { stopOnSignals } = require('../http/stop-on-signals') as typeof Signals;
  /* eslint-enable @typescript-eslint/no-require-imports */
  await stopOnSignals(await startServer({ ...(flags as ServerOptions), env: process.env }));
}
