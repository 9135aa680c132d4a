/** `backstop knowledge expand`: names, arguments and settings. */
import { InvalidArgumentError, type Command } from 'commander';
import { ConfigError } from '../../errors.ts';
import { isNetwork } from '../../outbound/address-policy.ts';
import { askExpansions } from '../knowledge-expand/ask-expansions.ts';
import { createTxClient } from '../knowledge-expand/create-tx-client.ts';
import { isLoopback } from '../knowledge-expand/is-loopback.ts';
import { listExpandable } from '../knowledge-expand/list-expandable.ts';
import { printExpansions } from '../knowledge-expand/print-expansions.ts';
import { printStates } from '../knowledge-expand/print-states.ts';
import { writeExpansions } from '../knowledge-expand/write-expansions.ts';
import { knowledgeFolder } from '../knowledge-folder.ts';

export interface ExpandSurroundings {
  /** The knowledge of this release. */
  readonly cards: string;
  /** What the environment says: a bearer token. */
  readonly txToken: () => string | undefined;
}

interface Options {
  readonly tx?: string;
  readonly valueSet: readonly string[];
  readonly knowledge: string;
  readonly check: boolean;
  readonly network: readonly string[];
  readonly pageSize: number;
  readonly timeout: number;
}

export function addExpand(parent: Command, surroundings: ExpandSurroundings): void {
  parent.command('expand')
    .description('asks a FHIR terminology server for what value sets name by filters, and writes it beside them: 0 done, 1 out of date (--check), 2 not possible, nothing written')
    .option('--tx <url>', 'base of its FHIR interface; TX_TOKEN is sent as bearer token')
    .option('--value-set <id...>', 'these alone', [])
    .option('--knowledge <folder>', 'a release, or its cards folder', surroundings.cards)
    .option('--check', 'writes nothing: says which are out of date, with --tx by what the server says today', false)
    .option('--network <cidr...>', 'addresses that are not public and may be called', parseNetwork, [])
    .option('--page-size <count>', 'codes asked for at a time', parseCount(1, 50_000), 1000)
    .option('--timeout <seconds>', 'longest time until one answer', parseCount(1, 600), 60)
    .action((options: Options) => run(options, surroundings));
}

async function run({ tx, valueSet, knowledge, check, network, pageSize, timeout }: Options, { txToken }: ExpandSurroundings): Promise<void> {
  const base = tx === undefined ? undefined : baseOf(tx);
  const folder = knowledgeFolder(knowledge);
  const { valueSets, codeSystems } = listExpandable(folder, valueSet);
  if (valueSets.length === 0) return tell('No value set needs a terminology server.');
  if (base === undefined) {
    if (!check) throw new ConfigError('--tx: must name the base of a FHIR terminology server');
    process.stdout.write(printStates(valueSets));
    process.exitCode = valueSets.some(({ state }) => state !== 'kept') ? 1 : 0;
    return undefined;
  }
  const token = txToken();
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) throw new ConfigError('TX_TOKEN: has characters that no token has');
  const ask = createTxClient({ base, networks: network, timeoutMs: timeout * 1000, ...(token !== undefined && { token }) });
  const answered = await askExpansions(valueSets, { ask, base: base.href.replace(/\/+$/, ''), pageSize });
  if (!check) writeExpansions(folder, answered);
  process.stdout.write(printExpansions(answered, codeSystems));
  const outOfDate = answered.filter((each) => each.isOutOfDate).length;
  if (check) {
    process.exitCode = outOfDate > 0 ? 1 : 0;
    return tell(`${outOfDate} of ${answered.length} out of date, nothing written`);
  }
  return tell(`${answered.length} written${outOfDate > 0 ? '. Codes have changed: raise the version of the topics that read them, and run the vignettes' : ''}`);
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The address is not repeated: it may hold a password. */
function baseOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))) throw new ConfigError('--tx: must be an https address; http on this machine alone');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') throw new ConfigError('--tx: must be a base alone, without a name, password, query or fragment; a token goes into TX_TOKEN');
  return url;
}

function parseNetwork(text: string, former: readonly string[]): readonly string[] {
  if (!isNetwork(text)) throw new InvalidArgumentError('It must be addresses in CIDR form, such as 10.20.0.0/16.');
  return [...former, text];
}

function parseCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };
}
