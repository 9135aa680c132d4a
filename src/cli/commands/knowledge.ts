/** `backstop knowledge …`: names, arguments and settings. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { checkKnowledge } from '../knowledge/check-knowledge.ts';
import { coverTopics } from '../knowledge/cover-topics.ts';
import { explainIds } from '../knowledge/explain/explain-ids.ts';
import { printExplained } from '../knowledge/explain/print-explained.ts';
import { createTopic } from '../knowledge/new-topic.ts';
import { printCheck } from '../knowledge/print-check.ts';
import { printCoverage } from '../knowledge/print-coverage.ts';
import { printTest } from '../knowledge/print-test.ts';
import { sayNextSteps } from '../knowledge/say-next-steps.ts';
import { testInZones, type TestedInZones } from '../knowledge/test-in-zones.ts';
import { testVignettes, type Choice, type Tested } from '../knowledge/test-vignettes.ts';
import { knowledgeFolder } from '../knowledge-folder.ts';

export interface KnowledgeSurroundings {
  /** The knowledge of this release. */
  readonly cards: string;
  readonly now: () => Date;
  /** For processes that are started. */
  readonly environment: NodeJS.ProcessEnv;
  /** That of this process. */
  readonly timeZone: string;
}

interface Json {
  readonly json: boolean;
}

const FOUND = 1;
const FAILED = 2;
const FOLDER = 'a release, or its cards folder; this release where left out';

/** The command and its parts; gives the command, for parts that others add. */
export function addKnowledge(program: Command, { cards, now, environment, timeZone }: KnowledgeSurroundings): Command {
  const knowledge = program.command('knowledge').description('for authors of knowledge: nothing here needs TypeScript');
  const folderOf = (folder: string | undefined): string => (folder === undefined ? knowledgeFolder(cards, cards) : knowledgeFolder(folder, folder));

  knowledge.command('new-topic')
    .description('writes the folder of a new topic, with placeholders: 0 written, 2 not possible')
    .argument('<name>', 'like neck-pain')
    .option('--knowledge <folder>', 'a release, or its cards folder', cards)
    .action((name: string, options: { readonly knowledge: string }) => {
      const isGiven = options.knowledge !== cards;
      const topic = createTopic(name, resolve(knowledgeFolder(options.knowledge)), now().getUTCFullYear());
      process.stdout.write(sayNextSteps(topic, name, isGiven ? options.knowledge : undefined));
    });

  knowledge.command('check')
    .description('runs every gate: 0 passed, 1 problems, 2 not possible, or a file that cannot be read')
    .argument('[folder]', FOLDER)
    .option('--json', 'for programs', false)
    .action((folder: string | undefined, { json }: Json) => {
      const checked = checkKnowledge(folderOf(folder));
      process.stdout.write(printCheck(checked, json));
      process.exitCode = checked.outcome === 'passed' ? 0 : checked.outcome === 'problems' ? FOUND : FAILED;
    });

  knowledge.command('test')
    .description('runs the vignettes in three time zones: 0 all as expected, 1 some are not, 2 not possible')
    .argument('[folder]', FOLDER)
    .option('--topic <name>', 'only those of this topic')
    .option('--vignette <ids>', 'only these: T01, T01,T02 or T*')
    .option('--here', 'in this process and its time zone alone: a third of the work', false)
    .option('--json', 'for programs', false)
    .action(async (folder: string | undefined, { json, here, ...choice }: Json & Choice & { readonly here: boolean }) => {
      const place = folderOf(folder);
      const tested = here ? inOneZone(testVignettes(place, choice), timeZone) : await testInZones(place, choice, environment);
      process.stdout.write(printTest(tested, json));
      process.exitCode = tested.failures.length + tested.problems.length === 0 ? 0 : FOUND;
    });

  knowledge.command('coverage')
    .description('names what no vignette reaches: 0 nothing, or known gaps; 1 something; 2 not possible')
    .argument('[folder]', FOLDER)
    .option('--topic <name>', 'only this topic')
    .option('--json', 'for programs', false)
    .action((folder: string | undefined, { json, topic }: Json & { readonly topic?: string }) => {
      const topics = coverTopics(folderOf(folder), topic);
      process.stdout.write(printCoverage(topics, json));
      process.exitCode = topics.every(({ missing, closed, problems }) => missing.length + closed.length + problems.length === 0) ? 0 : FOUND;
    });

  knowledge.command('explain')
    .description('tells all about a fact, finding, value set, variant, study, row, card, text or vignette: 0 done, 2 not possible')
    .argument('<id...>', 'as the files name it')
    .option('--topic <name>', 'only in this topic')
    .option('--knowledge <folder>', 'a release, or its cards folder', cards)
    .option('--json', 'for programs', false)
    .action((ids: readonly string[], options: Json & { readonly topic?: string; readonly knowledge: string }) => {
      process.stdout.write(printExplained(explainIds(knowledgeFolder(options.knowledge), ids, options.topic), options.json));
    });

  return knowledge;
}

function inOneZone({ failures, ...tested }: Tested, zone: string): TestedInZones {
  return { ...tested, zones: [zone], failures: failures.map((failure) => ({ ...failure, zones: [zone] })) };
}
