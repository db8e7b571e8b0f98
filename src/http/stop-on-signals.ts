import type { RunningServer } from './server';

/** Closes the server on SIGINT and SIGTERM; a second signal ends the process at once. Resolves when it is closed. */
export function stopOnSignals(server: RunningServer): Promise<void> {
  return new Promise((resolve, reject) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(1);
      asked = true;
      server.close().then(resolve, reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
