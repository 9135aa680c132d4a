/** Finds words in cards that could never be filled in: a line with a misspelt value would be left out without a sound. */
import type { CardTemplate, FindingDefinition, OrderSetItem, Topic } from '../decision/topic.ts';
import type { Problem } from '../errors.ts';
import { nearestName } from '../knowledge/nearest-name.ts';
import { plainMarks } from './card-marks.ts';
import { dayValues, valueTable } from './card-values.ts';
import { shiftedIn, tokensIn } from './fill-line.ts';

/** `item` is filled in the label of a suggestion for each of several items. */
const VALUES = [...Object.keys(valueTable), ...Object.keys(plainMarks), 'item'];
const MARKS: Readonly<Record<string, readonly string[]>> = {
  certainty: ['definite', 'probable', 'possible', 'none'],
  urgency: ['routine', 'urgent', 'emergent'],
  rating: ['UNA', 'MBA', 'MBA-D', 'UA', 'none'],
};
/** CDS Hooks 2.0, Card.summary: fewer than 140 characters (CARD-2). */
const LONGEST_SUMMARY = 139;
/** The language the files of cards are written in. */
const SOURCE_LANGUAGE = 'en';
const CARE = ['complete', 'progressive', 'partial', 'none', 'unknown'];
const DRAFT_TOKENS = ['patient', 'requester', 'encounter', 'reasonCode', 'reasonReference', 'asOf', 'language', 'interpreter', 'leaflet', 'prevalence'];
const DRAFT_DAYS = ['asOf'];

/** Problems of a topic's card templates and drafts; the loader reports them with its own. */
export function checkTemplates(topic: Topic): readonly Problem[] {
  const items = [...topic.orderSets.values()].flatMap((orderSet) => orderSet.items.map((item) => [`order-sets/${orderSet.id}.yaml`, item] as const));
  const drafts = [...topic.drafts.values()].map((item) => ['order-sets/drafts.yaml', item] as const);
  return [
    ...[...topic.cards.values()].flatMap((card) => checkCard(topic, card)),
    ...[...items, ...drafts].flatMap(([file, item]) => checkDraft(file, item)),
  ];
}

function checkCard(topic: Topic, { id, summary, detail, suggestions }: CardTemplate): readonly Problem[] {
  const { language } = topic.words;
  const file = language === SOURCE_LANGUAGE ? `cards/${id}.yaml` : `cards/${id}.yaml(${language})`;
  const parts: readonly (readonly [string, string])[] = [
    ...summary.map((text, index) => [`summary/${index}`, text] as const),
    ['detail', detail],
    ...suggestions.map(({ label }, index) => [`suggestions/${index}/label`, label] as const),
  ];
  const unknown = parts.flatMap(([pointer, text]) => tokensIn(text).filter((name) => !isKnown(topic, name))
    .map((name) => ({ pointer: `${file}#/${pointer}`, message: `no value is called "${name}"${nearestName(name, [...VALUES, ...topic.findings.map(({ code }) => `${code}.because`)])}` })));
  const noDays = parts.flatMap(([pointer, text]) => noDaysIn(`${file}#/${pointer}`, text, dayValues));
  const last = summary.length - 1;
  const isOpen = tokensIn(summary[last] ?? '').length > 0;
  const open = { pointer: `${file}#/summary/${last}`, message: 'the last headline must not ask for a value: it is what is left when none fits' };
  const long = summary.flatMap((text, index) => (text.replace(/\{\{[^{}]*\}\}/g, '').length <= LONGEST_SUMMARY ? [] : [{ pointer: `${file}#/summary/${index}`, message: `is longer than ${LONGEST_SUMMARY} characters before anything is filled in` }]));
  return [...unknown, ...noDays, ...(isOpen ? [open] : []), ...long];
}

function isKnown(topic: Topic, name: string): boolean {
  if (VALUES.includes(name)) return true;
  const [finding, answer] = name.split('=');
  if (answer === undefined) return name.endsWith('.because') && topic.findings.some(({ code }) => `${code}.because` === name);
  if (finding === 'variant') return [...topic.scenarios.values()].some(({ number }) => number === answer);
  if (finding === 'item') return [...topic.orderSets.values()].some(({ items }) => items.some(({ id }) => id === answer));
  const definition = topic.findings.find(({ code }) => code === finding);
  return (MARKS[finding!] ?? answersOf(definition)).includes(answer);
}

function answersOf(definition: FindingDefinition | undefined): readonly string[] {
  switch (definition?.kind) {
    case 'answered': return definition.answers.map(({ answer }) => answer);
    case 'duration': return [...definition.classes.map(({ answer }) => answer), definition.unknown];
    case 'care': return CARE;
    case 'graded':
    case 'exposure':
    case 'trend':
    case 'imaging':
    case undefined: return [];
  }
}

function checkDraft(file: string, { id, draft, adjust }: OrderSetItem): readonly Problem[] {
  const text = JSON.stringify([draft, ...adjust.map((change) => change.draft)]);
  const pointer = `${file}#/items/${id}/draft`;
  const unknown = tokensIn(text).filter((name) => !DRAFT_TOKENS.includes(name));
  return [...unknown.map((name) => ({ pointer, message: `no token is called "${name}"${nearestName(name, DRAFT_TOKENS)}` })), ...noDaysIn(pointer, text, DRAFT_DAYS)];
}

/** What counts days from a value that is none would fail for the patients who have one. */
function noDaysIn(pointer: string, text: string, days: readonly string[]): readonly Problem[] {
  return shiftedIn(text).filter((name) => !days.includes(name)).map((name) => ({ pointer, message: `days are counted from "${name}", which is no day (${days.join(', ')})` }));
}
