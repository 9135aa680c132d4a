/** `backstop check-client`: names, arguments and settings. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import { ConfigError } from '../../errors.ts';
import { collectCalls } from '../conformance/collect-calls.ts';
import { isObject, listOf, objectOf, parsed, printable, type Json } from '../conformance/json.ts';
import { exitCodeOf, printChecks } from '../conformance/print-checks.ts';
import { RIGHT_ANSWERS, WRONG_ANSWERS, type AnswerKind } from '../conformance/stand-in-answers.ts';
import { standInServices, startService, type Seen } from '../conformance/start-service.ts';
import { parseCount } from './arguments.ts';

interface Options {
  readonly port: number;
  readonly base?: string;
  readonly answer: readonly AnswerKind[];
  readonly jwks?: string;
  readonly calls?: number;
  readonly json: boolean;
  readonly junit: boolean;
}

const ANSWERS: readonly string[] = [...RIGHT_ANSWERS, ...WRONG_ANSWERS];

export function addCheckClient(program: Command, { now }: { readonly now: () => Date }): void {
  program.command('check-client')
    .description('is a CDS service without advice: an EHR that is pointed at it learns which requirements of CDS Hooks 2.0 its calls meet: 0 no SHALL failed, 1 some failed, 2 not possible')
    .option('--port <port>', 'where it listens, on 127.0.0.1 alone; 0 for any', parsePort, 0)
    .option('--base <url>', 'as the EHR calls it, where a proxy is between')
    .option('--answer <kind...>', `given in turn: ${ANSWERS.join(', ')}`, parseAnswer, [])
    .option('--jwks <file>', 'public keys of the EHR: signatures are looked at too')
    .option('--calls <count>', 'ends after so many calls of hooks and feedback; otherwise by SIGINT', parseCount(1, 1_000_000))
    .option('--json', 'for programs', false)
    .option('--junit', 'JUnit XML, for whoever builds', false)
    .action((options: Options) => run(options, now));
}

async function run({ port, base, answer, jwks, calls, json, junit }: Options, now: () => Date): Promise<void> {
  if (json && junit) throw new ConfigError('--json, --junit: one of them');
  if (base !== undefined && !/^https?:\/\/[^/\s]+/.test(base)) throw new ConfigError('--base: must be an address (https://…)');
  const keys = jwks === undefined ? undefined : readKeys(jwks);
  const collector = collectCalls(standInServices.map(({ id }) => id));
  let count = 0;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => { end = resolve; });
  const onCall = (seen: Seen): void => {
    collector.add(seen);
    if (seen.about !== 'discovery') count += 1;
    tell(lineOf(seen));
    if (count === calls) end();
  };
  const service = await startService({ port, answers: answer.length > 0 ? answer : RIGHT_ANSWERS, newId: randomUUID, now, onCall, ...(base !== undefined && { base }), ...(keys !== undefined && { keys }) })
    .catch((error: unknown) => { throw new ConfigError(`--port ${port}: cannot be listened on (${String((error as NodeJS.ErrnoException).code)})`, { cause: error }); });
  // To the end: one that comes twice must not cost the report.
  process.on('SIGINT', end).on('SIGTERM', end);
  tell(`discovery: ${service.address}/cds-services`);
  await ended;
  await new Promise((resolve) => { setImmediate(resolve); });
  await service.close();
  const checks = collector.checks();
  process.stdout.write(printChecks(checks, json ? 'json' : junit ? 'junit' : 'table', { what: 'client', at: now() }));
  process.exitCode = exitCodeOf(checks);
}

/** What was wrong and where; nothing of what was sent. */
function lineOf({ about, call, status, faults }: Seen): string {
  const words = faults.map(({ id, pointer, words: fault }) => `${id}${pointer === '' ? '' : ` ${pointer}`} ${fault}`).join('; ');
  return printable(`${about} ${call} → ${status}: ${faults.length === 0 ? 'as it should be' : words}`);
}

function readKeys(file: string): readonly Json[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`--jwks ${file}: cannot be read (${String((error as NodeJS.ErrnoException).code)})`, { cause: error });
  }
  const keys = listOf(objectOf(parsed(text))['keys']).filter(isObject);
  if (keys.length === 0) throw new ConfigError(`--jwks ${file}: has no keys: it must be a JWK Set`);
  return keys;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('It must be a port.');
  return port;
}

function parseAnswer(text: string, former: readonly AnswerKind[]): readonly AnswerKind[] {
  if (!ANSWERS.includes(text)) throw new InvalidArgumentError(`It must be one of ${ANSWERS.join(', ')}.`);
  return [...former, text as AnswerKind];
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
