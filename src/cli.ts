#!/usr/bin/env node
import { CommanderError, type Command } from 'commander';
import { exitStatus, faultText } from './cli/fault';
import { createProgram } from './cli/program';

/** Usage errors throw, in subcommands too, so that one place decides the exit status. */
function throwUsageErrors(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwUsageErrors);
}

async function main(): Promise<void> {
  const program = createProgram();
  throwUsageErrors(program);
  // Whoever reads the output may have had enough, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) process.stderr.write(faultText(error, process.argv.includes('--json')));
    process.exitCode = exitStatus(error);
  }
}

void main();
