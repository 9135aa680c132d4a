/** A topic in another language: the same rules, every text that can reach a card said anew. */
import type { CardTemplate, Fact, FindingDefinition, OrderSet, OrderSetItem, Reservation, ScenarioDefinition, Study, Topic, TopicRead } from '../decision/topic.ts';

/** Says one text in the other language; `at` is where it stands, for messages about it. */
export type Translate = (text: string, at: string) => string;

/**
 * The topic with all its texts put through `translate`. What has no letters beside its `{{…}}` is not asked for; a card's body is asked for line
 * by line, without the marks and the bullet a line begins with. Names of sources, displays of code systems and words of the chart stay as they are.
 */
export function translateTopic(topic: Topic, translate: Translate, own: Pick<Topic, 'words' | 'pages' | 'messages'>): Topic {
  const say: Translate = (text, at) => (/\p{L}/u.test(text.replace(TOKEN, '')) ? translate(text, at) : text);
  return {
    ...topic, ...own, translations: new Map(),
    cardTopic: { ...topic.cardTopic, display: say(topic.cardTopic.display, 'topic.yaml#/cardTopic/display') },
    reads: topic.reads.map((read): TopicRead => ({ ...read, title: say(read.title, `topic.yaml#/reads/${read.id}/title`) })),
    facts: topic.facts.map((fact): Fact => ({ ...fact, title: say(fact.title, `facts#/${fact.name}/title`) })),
    findings: topic.findings.map((finding) => translateFinding(finding, say)),
    studies: topic.studies.map((study) => translateStudy(study, say)),
    scenarios: mapped(topic.scenarios, (scenario) => translateScenario(scenario, say)),
    ...(topic.prevalence !== undefined && { prevalence: translatePrevalence(topic.prevalence, say) }),
    cards: mapped(topic.cards, (card) => translateCard(card, say)),
    orderSets: mapped(topic.orderSets, (set): OrderSet => ({ ...set, items: set.items.map((item) => translateItem(item, `order-sets/${set.id}.yaml#/items/${item.id}`, say)) })),
    drafts: mapped(topic.drafts, (item) => translateItem(item, `order-sets/drafts.yaml#/items/${item.id}`, say)),
    overrideReasons: mapped(topic.overrideReasons, (reason) => ({ ...reason, display: say(reason.display, `override-reasons.yaml#/reasons/${reason.id}/display`) })),
    links: mapped(topic.links, (link) => ({ ...link, label: say(link.label, `links.yaml#/links/${link.id}/label`) })),
  };
}

const TOKEN = /\{\{[^{}]*\}\}/g;
/** What a line of a card begins with and every language has alike. */
const LINE_START = /^(?:\{\{\?[^{}]*\}\})*(?:- )?/;

function mapped<Entry>(entries: ReadonlyMap<string, Entry>, change: (entry: Entry) => Entry): ReadonlyMap<string, Entry> {
  return new Map([...entries].map(([id, entry]) => [id, change(entry)]));
}

function translateFinding(finding: FindingDefinition, say: Translate): FindingDefinition {
  const at = `findings#/${finding.code}`;
  const title = say(finding.title, `${at}/title`);
  switch (finding.kind) {
    case 'graded': return {
      ...finding, title,
      grades: finding.grades.map((each) => ({ ...each, ...(each.note !== undefined && { note: say(each.note, `${at}/grades`) }) })),
      adjust: finding.adjust.map((each) => ({ ...each, note: say(each.note, `${at}/adjust`) })),
    };
    case 'duration': return { ...finding, title, classes: finding.classes.map((each) => ({ ...each, title: say(each.answer, `${at}/duration/classes`) })) };
    case 'exposure': return { ...finding, title, unit: say(finding.unit, `${at}/exposure/unit`) };
    case 'answered':
    case 'care':
    case 'trend':
    case 'imaging': return { ...finding, title };
  }
}

function translateStudy(study: Study, say: Translate): Study {
  const at = `procedures.yaml#/studies/${study.id}`;
  return { ...study, title: say(study.title, `${at}/title`), ...(study.comparison !== undefined && { comparison: say(study.comparison, `${at}/comparison`) }) };
}

function translateScenario(scenario: ScenarioDefinition, say: Translate): ScenarioDefinition {
  const at = `variants.yaml#/scenarios/${scenario.id}`;
  return {
    ...scenario,
    title: say(scenario.title, `${at}/title`),
    ...(scenario.number !== undefined && { number: say(scenario.number, `${at}/number`) }),
    ...(scenario.advice !== undefined && { advice: say(scenario.advice, `${at}/advice`) }),
  };
}

function translatePrevalence(prevalence: NonNullable<Topic['prevalence']>, say: Translate): NonNullable<Topic['prevalence']> {
  const findings = prevalence.findings.map((finding, index) => ({ ...finding, name: say(finding.name, `numbers.yaml#/prevalence/findings/${index}/name`) }));
  return { ...prevalence, sentence: say(prevalence.sentence, 'numbers.yaml#/prevalence/sentence'), findings };
}

function translateCard(card: CardTemplate, say: Translate): CardTemplate {
  const at = `cards/${card.id}.yaml#`;
  return {
    ...card,
    summary: card.summary.map((text, index) => say(text, `${at}/summary/${index}`)),
    detail: card.detail.split('\n').map((line) => {
      const [start] = LINE_START.exec(line)!;
      return `${start}${say(line.slice(start.length), `${at}/detail`)}`;
    }).join('\n'),
    suggestions: card.suggestions.map((each, index) => ({ ...each, label: say(each.label, `${at}/suggestions/${index}/label`) })),
  };
}

function translateItem(item: OrderSetItem, at: string, say: Translate): OrderSetItem {
  const reserved = <Kind extends Reservation>(all: readonly Kind[], key: string): readonly Kind[] =>
    all.map((each) => ({ ...each, ...(each.because !== undefined && { because: say(each.because, `${at}/${key}`) }) }));
  const draft = (each: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => translateDraft(each, `${at}/draft`, say) as Readonly<Record<string, unknown>>;
  return {
    ...item,
    title: say(item.title, `${at}/title`),
    exclude: reserved(item.exclude, 'exclude'),
    untick: reserved(item.untick, 'untick'),
    adjust: reserved(item.adjust, 'adjust').map((each) => ({ ...each, draft: draft(each.draft) })),
    draft: draft(item.draft),
  };
}

/** FHIR R4: `text` of a concept, a note or a dosage, the words of a message, and a unit that is more than its own symbol. */
function translateDraft(value: unknown, at: string, say: Translate): unknown {
  if (Array.isArray(value)) return value.map((each) => translateDraft(each, at, say));
  if (typeof value !== 'object' || value === null) return value;
  const { code } = value as { readonly code?: unknown };
  return Object.fromEntries(Object.entries(value).map(([name, part]) => {
    const isText = typeof part === 'string' && (name === 'text' || name === 'contentString' || (name === 'unit' && part !== code));
    return [name, isText ? say(part, at) : translateDraft(part, at, say)];
  }));
}
