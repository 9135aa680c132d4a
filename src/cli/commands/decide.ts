/** `backstop decide`: names, arguments and settings. */
import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { buffer } from 'node:stream/consumers';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { calendarDay } from '../../chart/calendar-day.ts';
import { ConfigError } from '../../errors.ts';
import { profiles, type ProfileName } from '../../response/profile.ts';
import { decideFile } from '../decide/decide-file.ts';
import { decideLines } from '../decide/decide-lines.ts';
import { isDay } from '../decide/open-record.ts';
import type { DecideSettings } from '../decide/settings.ts';
import { knowledgeFolder } from '../knowledge-folder.ts';
import { parseCount, parseTypes, type Surroundings } from './arguments.ts';

interface Options {
  readonly ndjson: boolean;
  readonly cards: boolean;
  readonly explain: boolean;
  readonly profile: ProfileName;
  readonly language?: string;
  readonly study?: string;
  readonly asOf?: string;
  readonly complete?: true | readonly string[];
  readonly knowledge: string;
  readonly workers: number;
  readonly maxLineMb: number;
  readonly workerMb: number;
}

const BYTES_PER_MB = 1_048_576;

export function addDecide(program: Command, surroundings: Surroundings): void {
  program.command('decide')
    .description('judges a chart without a server: 0 done, 1 some lines could not be judged, 2 not possible')
    .argument('[file]', 'a hook request, a Bundle of one patient, or a record; - is standard input', '-')
    .option('--ndjson', 'each line is such an input, and gets a line of output, in order', false)
    .addOption(new Option('--cards', 'prints the answer of the hook, not the decisions').default(false))
    .addOption(new Option('--explain', 'prints the whole chain in words, with patient data').default(false).conflicts(['ndjson', 'cards']))
    .addOption(new Option('--profile <name>', 'the client the cards are for').choices(Object.keys(profiles)).default('sandbox'))
    .option('--language <tag>', 'of cards and titles')
    .option('--study <id>', 'judges this study of the knowledge instead of the orders of a Bundle or record')
    .option('--as-of <day>', 'YYYY-MM-DD: the day of a call; the day a Bundle or record is judged on', parseDay)
    .option('--complete [types]', 'a Bundle holds all there is: of every type, or of these (Condition,Observation)', parseTypes)
    .option('--knowledge <folder>', 'a release, or its cards folder', surroundings.cards)
    .option('--workers <count>', 'processes that judge side by side, with --ndjson', parseCount(1, 256), availableParallelism())
    .option('--max-line-mb <megabytes>', 'longest line', parseCount(0.001, 256), 64)
    .option('--worker-mb <megabytes>', 'memory of one process', parseCount(8, 65_536), 1024)
    .action((file: string, options: Options) => run(file, options, surroundings));
}

async function run(file: string, options: Options, { now, settings }: Surroundings): Promise<void> {
  const { timeZone, publicUrl, mechanismId, topics } = settings();
  const { ndjson, cards, explain, profile, language, study, asOf, complete } = options;
  const decideSettings: DecideSettings = {
    knowledge: knowledgeFolder(options.knowledge), today: calendarDay(now(), timeZone), complete: complete === true ? 'all' : complete ?? [], prints: cards ? 'cards' : 'decisions', profile, publicUrl,
    ...(topics !== undefined && { topics }), ...(language !== undefined && { language }), ...(study !== undefined && { study }), ...(asOf !== undefined && { asOf }), ...(mechanismId !== undefined && { mechanismId }),
  };
  const input = readFrom(file);
  if (ndjson) return runLines(input, options, decideSettings, now);
  const { text, orders } = await decideFile(await buffer(input), decideSettings, explain);
  if (orders === 0) tell('There is no open order of a study the knowledge covers in it. --study ID judges one that nobody ordered.');
  process.stdout.write(text);
}

async function runLines(input: AsyncIterable<Uint8Array>, { workers, maxLineMb, workerMb }: Options, settings: DecideSettings, now: () => Date): Promise<void> {
  let start = 0;
  const { judged, blank, bad } = await decideLines({
    input, output: process.stdout, settings, workers, workerMb, maxLineBytes: Math.round(maxLineMb * BYTES_PER_MB),
    onReady: () => { start = now().getTime(); },
    onBad: ({ line, fault: { message } }) => tell(`line ${line}: ${message}`),
  });
  const seconds = (now().getTime() - start) / 1000;
  tell(`${judged} judged, ${bad} bad, ${blank} blank; ${seconds.toFixed(1)} s, ${Math.round((judged + bad) / Math.max(seconds, 0.001))} a second`);
  if (bad > 0) process.exitCode = 1;
}

/** Fails with ConfigError where the file cannot be read. */
async function* readFrom(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file === '-' ? process.stdin : createReadStream(file, { highWaterMark: BYTES_PER_MB });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ConfigError(`${file}: cannot be read (${code})`, { cause: error });
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

function parseDay(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('It must be a day, YYYY-MM-DD.');
  return text;
}
