/** Where one line per call goes: JSON on standard output. */
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config.ts';

/** Characters of what could not be written; it is tried again with the next line. */
const MOST_UNWRITTEN = 1_048_576;

/** What the edge uses of a logger. Callers pass ids, codes and counts, never FHIR content, names or tokens (OPS-1). */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** A log at the configured level; `destination` is standard output unless told. */
export function createLog({ logLevel }: Pick<Config, 'logLevel'>, destination: DestinationStream = standardOutput()): Log {
  return pino({ level: logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, destination);
}

/** Each line is written before the call goes on, so that none is lost at the end. A reader that has gone, or a disk without room, costs lines and nothing else. */
function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: true, maxLength: MOST_UNWRITTEN });
  output.on('error', () => undefined);
  return output;
}
