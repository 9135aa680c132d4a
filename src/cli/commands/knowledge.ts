/** `backstop knowledge …`: names, arguments and settings. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { checkKnowledge } from '../knowledge/check-knowledge.ts';
import { createTopic } from '../knowledge/new-topic.ts';
import { printCheck } from '../knowledge/print-check.ts';
import { sayNextSteps } from '../knowledge/say-next-steps.ts';
import { knowledgeFolder } from '../knowledge-folder.ts';

export interface KnowledgeSurroundings {
  /** The knowledge of this release. */
  readonly cards: string;
  readonly now: () => Date;
}

interface Json {
  readonly json: boolean;
}

const FOUND = 1;
const FAILED = 2;
const FOLDER = 'a release, or its cards folder; this release where left out';

/** The command and its parts; gives the command, for parts that others add. */
export function addKnowledge(program: Command, { cards, now }: KnowledgeSurroundings): Command {
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

  return knowledge;
}
