import { Presets, SingleBar } from 'cli-progress';

/** How far long work is, on stderr: a bar where that is a terminal, else a line now and then. */
export interface Progress {
  update(done: number, total: number): void;
  stop(): void;
}

/** Between two lines; work that takes less prints none. */
const LINE_EVERY_MS = 30_000;

export function progressBar(label: string): Progress {
  return process.stderr.isTTY ? bar(label) : lines(label);
}

function bar(label: string): Progress {
  const format = `${label} {bar} {percentage} % | {eta_formatted} left`;
  const drawn = new SingleBar(
    { format, stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update(done, total) {
      if (!started) drawn.start(total, done);
      else {
        // One bar may tell of several pieces of work.
        drawn.setTotal(total);
        drawn.update(done);
      }
      started = true;
    },
    stop: () => drawn.stop(),
  };
}

export function lines(label: string, now: () => number = () => performance.now()): Progress {
  const started = now();
  let last = started;
  return {
    update(done, total) {
      if (now() - last < LINE_EVERY_MS || done === 0) return;
      last = now();
      const left = Math.round(((last - started) * (total - done)) / done / 1000);
      process.stderr.write(`${label} ${Math.floor((100 * done) / total)} %, about ${left} s left\n`);
    },
    stop: () => undefined,
  };
}
