/** Where one line per call goes: JSON on standard output. */
import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config.ts';

/** What the edge uses of a logger. Callers pass ids, codes and counts, never FHIR content, names or tokens (OPS-1). */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** A log at the configured level; `destination` is standard output unless told. */
export function createLog({ logLevel }: Pick<Config, 'logLevel'>, destination: DestinationStream = pino.destination(1)): Log {
  return pino({ level: logLevel, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, destination);
}
