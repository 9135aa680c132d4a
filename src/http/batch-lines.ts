/** Lines of the log that are written together: to write each alone takes longer than to make it, as a thread is woken for it and the event loop once more after it. */
import { pino, type DestinationStream } from 'pino';

/** A pipe takes so much in one piece (POSIX PIPE_BUF): lines of several processes do not get into each other. */
const LARGEST_BYTES = 4096;
/** With so much there is nothing more to wait for: the next line might not fit. */
const ENOUGH_BYTES = 3072;
const LONGEST_WAIT_MS = 100;

/** Writes to a descriptor what was logged, some lines at a time and each within a tenth of a second; what is left when the process exits is written then. */
export function batchLines(descriptor: number): DestinationStream {
  const output = pino.destination({ dest: descriptor, sync: false, minLength: ENOUGH_BYTES, maxWrite: LARGEST_BYTES });
  let unwritten = 0;
  let isWaiting = false;
  output.on('write', (bytes: number) => { unwritten -= bytes; });
  const look = (): void => {
    isWaiting = false;
    if (unwritten <= 0) return;
    output.flush();
    // A reader that is slow has not taken what was written before, and what came after that waits: looked at again.
    wait();
  };
  const wait = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(look, LONGEST_WAIT_MS).unref();
  };
  return {
    write: (line) => {
      unwritten += Buffer.byteLength(line);
      output.write(line);
      wait();
    },
  };
}
