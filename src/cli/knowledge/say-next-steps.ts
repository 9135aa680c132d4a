/** What an author does with a new topic, step by step. */
import type { NewTopic } from './new-topic.ts';

/** For a terminal; `name` is that of the topic, `knowledge` the folder as `--knowledge` names it, where it was given. */
export function sayNextSteps({ folder, files }: NewTopic, name: string, knowledge: string | undefined): string {
  const command = (words: string): string => `npm run -s cli -- knowledge ${words}${knowledge === undefined ? '' : ` ${knowledge}`}`;
  return `${[
    `Wrote ${files.length} files to ${folder}. The topic is a draft: nobody is served it who does not name it.`,
    '',
    'What to do next (each word PLACEHOLDER is to be replaced; cards/README.md explains every key):',
    '',
    `1. ${name}/topic.yaml: title, guideline with its edition and address, what is read of the chart.`,
    `2. ${name}/procedures.yaml and ${name}/value-sets/: the studies of the guideline, their codes, and the words orders use for them.`,
    `3. ${name}/facts/ and ${name}/findings/: the complaint, then one red flag after the other; each with a vignette in which it speaks and a near miss in which it must not.`,
    `4. ${name}/variants.yaml: the guideline's variants, the table that leads to them, the rating of every study in every variant.`,
    `5. ${name}/advice.yaml, cards/, order-sets/, override-reasons.yaml, links.yaml, leaflet/: what is said and offered.`,
    `6. ${name}/messages/: the same in every other language; a text that is changed is asked for again.`,
    `7. ${name}/vignettes/: a patient for every row of both tables.`,
    `8. Delete "draft: true" from ${name}/topic.yaml once no placeholder is left and a clinician has signed; the gates hold you to the first.`,
    '',
    'After every step:',
    '',
    `  ${command('check')}`,
    `  ${command('test')}`,
    `  ${command('coverage')}`,
    '',
  ].join('\n')}`;
}
