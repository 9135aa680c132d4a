/** What the pages of a topic say that no card does. A language has it as it has the words of cards. */
import type { Topic } from '../decision/topic.ts';
import { cardName } from './card-name.ts';
import { spaced } from './spaced.ts';
import type { TopicFiles } from './topic-files.ts';

/**
 * Each text with where it stands: names of the topic, its order sets and its cards, review, questions, families, answers of findings, what sets
 * a finding up, and radiation levels. Titles of vignettes, value sets, measures and publications stay as they are.
 */
export function readerTexts({ cards, scenarioTable, adviceTable }: Topic, files: TopicFiles): readonly (readonly [text: string, at: string])[] {
  const { topic, orderSets, questions, findings, numbers } = files;
  const codes = new Set(findings.map(({ code }) => code));
  const asked = questions === undefined ? [] : [questions.given.words, ...questions.questions.flatMap(({ ask, hint, answers }) => [ask, ...(hint === undefined ? [] : [hint]), ...answers.map(({ words }) => words)])];
  const answers = [...scenarioTable.columns, ...adviceTable.columns].filter(({ name }) => codes.has(name)).flatMap(({ name, values }) => values.flatMap((value) => value.split('|')).filter((value) => !/^[ABC]$/.test(value)).map((value) => [spaced(value), `findings#/${name}/answers`] as const));
  return [
    [topic.title, 'topic.yaml#/title'], [topic.reviewed, 'topic.yaml#/reviewed'],
    ...orderSets.map(({ id, title }) => [title, `order-sets/${id}.yaml#/title`] as const),
    ...[...cards.keys()].map((id) => [cardName(id), `cards/${id}.yaml#/id`] as const),
    ...asked.map((text) => [text, 'questions.yaml#'] as const),
    ...answers,
    ...findings.flatMap(({ code, family, care, exposure, imaging }) => {
      const texts = [...(family === undefined ? [] : [spaced(family)]), ...(care?.kinds ?? []).map(({ title }) => title), ...(exposure?.levels ?? []).map(({ name }) => spaced(name)), ...Object.keys(imaging?.repeatDays ?? {}).map(spaced)];
      return texts.map((text) => [text, `findings#/${code}`] as const);
    }),
    ...(numbers?.radiation?.levels ?? []).flatMap(({ adult, child }) => [adult, child].map((text) => [text, 'numbers.yaml#/radiation/levels'] as const)),
  ];
}
