/** How far a long command is, on standard error: a bar that moves for a person, a line now and then for a file. */
import type { WriteStream } from 'node:tty';
import { escapeControls } from '../escape-controls.ts';

export interface Progress {
  /** `done` of `total` units; the rate counts from `start` of this stage on. */
  show(stage: string, done: number, total: number): void;
  /** A line of its own. */
  tell(line: string): void;
  /** Ends what is shown. */
  end(): void;
}

export interface ProgressOptions {
  readonly output: Pick<WriteStream, 'write' | 'isTTY'>;
  readonly now: () => Date;
}

const WIDTH = 24;
const BAR_MS = 100;
const LINE_MS = 10_000;

/** Units: MB of what is read, patients of what is judged. */
export function printProgress({ output, now }: ProgressOptions): Progress {
  const isPerson = output.isTTY === true;
  let stage = '';
  let [began, from, shownAt] = [0, 0, 0];
  let isOpen = false;

  const clear = (): void => {
    if (isOpen) output.write('\r\x1b[K');
    isOpen = false;
  };
  return {
    show(name, done, total) {
      const time = now().getTime();
      if (name !== stage) [stage, began, from, shownAt] = [name, time, done, isPerson ? -Infinity : time];
      if (time - shownAt < (isPerson ? BAR_MS : LINE_MS)) return;
      shownAt = time;
      const seconds = (time - began) / 1000;
      const rate = seconds > 0 ? (done - from) / seconds : 0;
      const text = `${name} ${written(done)} of ${written(total)}, ${written(rate)} a second${rate > 0 && total > done ? `, ${timeOf((total - done) / rate)} left` : ''}`;
      if (!isPerson) return void output.write(`${text}\n`);
      const full = total > 0 ? Math.min(WIDTH, Math.floor((done / total) * WIDTH)) : WIDTH;
      output.write(`\r\x1b[K[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${text}`);
      isOpen = true;
    },
    tell(line) {
      clear();
      output.write(`${escapeControls(line)}\n`);
    },
    end: clear,
  };
}

function written(count: number): string {
  return count >= 100 || Number.isInteger(count) ? Math.round(count).toLocaleString('en-US') : count.toFixed(1);
}

function timeOf(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
