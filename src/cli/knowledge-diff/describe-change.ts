/** What a change in a knowledge file means to an author or a clinical lead: what kind of thing changed, and what it is called. */
import type { SetMember } from './compare-value-sets.ts';
import type { Step, ValueChange } from './compare-values.ts';
import { excerpt } from './excerpt.ts';

/** Kinds of change, the weightiest first, with their headings. */
export const HEADINGS = {
  rating: 'Ratings', 'red-flag': 'Red flags and their grades', variant: 'Variants', window: 'Time windows', number: 'Thresholds and other numbers', criterion: 'Criteria', code: 'Codes',
  phrase: 'Words looked for', finding: 'Findings', fact: 'Facts', study: 'Studies', advice: 'Advice', 'order-set': 'Order sets', 'override-reason': 'Override reasons', measure: 'Quality measures',
  card: 'Card texts', link: 'Links', message: 'Texts in other languages', leaflet: 'Leaflets', page: 'Words of pages', topic: 'Topics', other: 'Other',
} as const;
export type ChangeKind = keyof typeof HEADINGS;

export interface KnowledgeChange {
  readonly kind: ChangeKind;
  /** `file#/pointer`, on the later side; of what was removed, on the earlier one. */
  readonly at: string;
  readonly change: ValueChange['kind'];
  /** What it is called: `CT_WO in V3`. */
  readonly what: string;
  /** The whole change in words. */
  readonly says: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What all of a kind of file is, where nothing below says otherwise. */
const OF_FILES: Readonly<Record<string, ChangeKind>> = {
  topic: 'topic', facts: 'fact', findings: 'finding', procedures: 'study', variants: 'variant', advice: 'advice', card: 'card', 'override-reasons': 'override-reason', links: 'link', questions: 'page', measure: 'measure',
  'order-set': 'order-set', drafts: 'order-set', 'value-set': 'code', messages: 'message', leaflet: 'leaflet', 'code-systems': 'code', lexicon: 'phrase', words: 'message', pages: 'page',
};
const DECIDING = ['topic', 'facts', 'findings', 'procedures', 'variants', 'advice', 'measure', 'order-set', 'drafts', 'override-reasons', 'code-systems', 'lexicon'];
/** Parts of `variants.yaml` that say how a study is rated. */
const RATING = ['ratings', 'notRatedWhen', 'unavailable'];
const GRADE = ['grade', 'raise', 'cap', 'order', 'suspicion', 'leadsTo', 'family', 'urgency'];
const WINDOW = ['current', 'seen', 'onset', 'visitDays', 'event', 'age'];
const CRITERION = ['requires', 'where', 'tickWhen', 'offer'];
const PHRASE = ['words', 'unless', 'notWords', 'phrase', 'phrases', 'wordsFrom', 'guess'];
/** Of a topic, said of itself. */
const OF_TOPIC = ['reviewed', 'version', 'date', 'source', 'status', 'description', 'copyright', 'publisher', 'evidenceDate', 'edition', 'mark'];

/** `path` is the file below the knowledge folder, `kind` what its schema is called; `systemTitle` names a code system. */
export function describeChange({ path, kind: fileKind }: { readonly path: string; readonly kind: string }, change: ValueChange, systemTitle: (uri: string) => string): KnowledgeChange {
  const { pointer, kind: how, before, after, steps } = change;
  const member = memberOf(fileKind, steps);
  const what = member === undefined ? nameOf(path, fileKind, steps) : nameMember(path, member, steps, systemTitle);
  return {
    kind: kindOf(fileKind, change), at: `${path}#${pointer}`, change: how, what, says: `${what}: ${wordsOf(change, member !== undefined && steps.length === 1)}`,
    ...(before !== undefined && { before }), ...(after !== undefined && { after }),
  };
}

function kindOf(fileKind: string, { steps, before, after, kind: how }: ValueChange): ChangeKind {
  const names = steps.filter(({ isItem }) => !isItem).map(({ name }) => name);
  const [own, last, value] = [OF_FILES[fileKind] ?? 'other', names.at(-1) ?? '', after ?? before];
  if (OF_TOPIC.includes(names[0] ?? '') || (names.includes('source') && fileKind !== 'lexicon')) return own === 'card' || own === 'message' || own === 'leaflet' ? own : 'other';
  if (fileKind === 'value-set') return names[0] === 'compose' || memberOf(fileKind, steps) !== undefined ? 'code' : 'other';
  if (!DECIDING.includes(fileKind)) return own;
  if (fileKind === 'variants') return RATING.includes(names[0] ?? '') ? 'rating' : own;
  if (isDays(names) || (last === 'when' && names.includes('evidence'))) return 'window';
  if (typeof value === 'number' || (typeof before === 'number' && typeof after === 'number')) return 'number';
  if (fileKind === 'findings' && isFlag(steps, after ?? before) && (GRADE.includes(last) || isWhole(steps) || isEvidence(steps, how))) return 'red-flag';
  if (CRITERION.includes(last) || (last === 'when' && typeof value === 'string' && fileKind !== 'advice')) return 'criterion';
  if (PHRASE.some((name) => names.includes(name))) return 'phrase';
  return own;
}

/** Numbers of days, and what stands in for them. */
function isDays(names: readonly string[]): boolean {
  return names.some((name) => /days?$/i.test(name) || WINDOW.includes(name));
}

function isFlag(steps: readonly Step[], value: unknown): boolean {
  return [...steps.map((step) => step.value), value].some((each) => typeof each === 'object' && each !== null && 'leadsTo' in each) || steps.at(-1)?.name === 'leadsTo';
}

/** The finding itself came or went. */
function isWhole(steps: readonly Step[]): boolean {
  return steps.length === 2 && steps[1]!.isItem;
}

function isEvidence(steps: readonly Step[], how: ValueChange['kind']): boolean {
  return how !== 'changed' && ['evidence', 'grades', 'adjust'].some((name) => steps.some((step) => step.name === name && !step.isItem));
}

/** The code a change is about. */
function memberOf(fileKind: string, steps: readonly Step[]): SetMember | undefined {
  const value = steps[0]?.value as Partial<SetMember> | undefined;
  return fileKind === 'value-set' && steps[0]?.isItem === true && value?.list !== undefined ? value as SetMember : undefined;
}

function nameMember(path: string, { list, system, code, filter, display }: SetMember, steps: readonly Step[], systemTitle: (uri: string) => string): string {
  const place = { include: '', exclude: 'left out: ', contains: 'by expansion: ' }[list];
  const more = steps.slice(1).map(({ name }) => `, ${name}`).join('');
  return `value set ${fileName(path)}, ${place}${filter === undefined ? '' : `${filter} `}${systemTitle(system)}|${code}${display === undefined ? '' : ` "${display}"`}${more}`;
}

function nameOf(path: string, fileKind: string, steps: readonly Step[]): string {
  const names = steps.map(({ name }) => name);
  if (fileKind === 'variants' && names[0] === 'ratings' && names.length === 3) return `rating of ${names[1]} in ${names[2]}`;
  const isFlagged = fileKind === 'findings' && isFlag(steps, undefined);
  const subject = NOUNS[fileKind] === undefined ? path : NOUNS[fileKind] === '' ? '' : `${isFlagged ? 'red flag' : NOUNS[fileKind]}${isNamedByFile(path, fileKind) ? ` ${fileName(path)}` : ''}`;
  const told = steps.flatMap((step, index) => (index === 0 && !step.isItem && isObvious(step.name, steps) ? [] : [step.isItem ? withTitle(step) : step.name]));
  const [first = '', ...rest] = told;
  const head = isNamedByFile(path, fileKind) || NOUNS[fileKind] === undefined ? [subject, first].filter((each) => each !== '').join(', ') : `${subject} ${first}`.trim();
  return [head.replace(/,$/, ''), ...rest].join(', ');
}

/** A list that is the file: its name says nothing. */
function isObvious(name: string, steps: readonly Step[]): boolean {
  return steps.length > 1 && ['facts', 'findings', 'studies', 'links', 'reasons', 'messages', 'words', 'texts', 'systems', 'items'].includes(name);
}

const NOUNS: Readonly<Record<string, string>> = {
  topic: 'topic', facts: 'fact', findings: 'finding', procedures: 'study', variants: 'variants,', advice: 'advice,', card: 'card', 'override-reasons': 'override reason', links: 'link', measure: 'measure',
  'order-set': 'order set', drafts: 'draft', 'value-set': 'value set', messages: 'messages', leaflet: 'leaflet', words: 'words', pages: 'pages', lexicon: 'lexicon,',
};

function isNamedByFile(path: string, fileKind: string): boolean {
  return ['topic', 'card', 'measure', 'order-set', 'value-set', 'messages', 'leaflet', 'words', 'pages'].includes(fileKind) && path.includes('/');
}

/** The file's own name; of `topic.yaml` and the like, the folder's. */
function fileName(path: string): string {
  const parts = path.split('/');
  return parts.length === 2 ? parts[0]! : parts.at(-1)!.replace(/\.(yaml|json)$/, '');
}

function withTitle({ name, value }: Step): string {
  const { title, display } = (value ?? {}) as { readonly title?: unknown; readonly display?: unknown };
  const words = typeof title === 'string' ? title : display;
  return typeof words === 'string' && words !== name ? `${name} (${words})` : name;
}

function wordsOf({ kind, before, after }: ValueChange, isMember: boolean): string {
  if (kind === 'moved') return 'the same in another order or grouping';
  if ((isMember && kind !== 'changed') || (before === undefined && after === undefined)) return kind;
  if (kind === 'changed') return excerpt(before, after);
  return `${kind}: ${excerpt(kind === 'added' ? after : before)}`;
}
