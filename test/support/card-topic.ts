/** A topic with the real cards, order sets, reasons and studies, and hand-written scenarios: enough to write responses with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseYaml } from '../../src/knowledge/parse-yaml.ts';
import type { CardTemplate, Leaflet, OrderSet, OrderSetItem, ScenarioDefinition, Study, Topic } from '../../src/decision/topic.ts';
import { readWords } from './words.ts';

export const cardsFolder = join(__dirname, '../../cards/low-back-pain');

/** One knowledge file as parsed YAML. */
export function readKnowledge<Shape>(file: string): Shape {
  return parseYaml(readFileSync(join(cardsFolder, file), 'utf8')) as Shape;
}

/** All card templates, by file name. */
export function readCards(): readonly CardTemplate[] {
  return readdirSync(join(cardsFolder, 'cards')).sort().map((file) => readKnowledge<CardTemplate>(`cards/${file}`));
}

type Entry = { readonly id: string };

function byId<Item extends Entry>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

const scenarios: readonly ScenarioDefinition[] = [
  variant('V1', '1', 'Acute low back pain with or without radiculopathy, no red flags, nothing tried yet', []),
  variant('V2', '2', 'Subacute or chronic low back pain, no red flags, nothing tried yet', []),
  variant('V1/V2', '1 or 2', 'Low back pain of unknown duration, no red flags, nothing tried yet', []),
  variant('V3', '3', 'Subacute or chronic low back pain after six weeks of treatment, candidate for surgery or intervention', ['MR_WO']),
  variant('V3U', '3', 'Severe or progressing neurological deficit', ['MR_WO']),
  { ...variant('V4', '4', 'Suspected cauda equina syndrome', ['MR_WO', 'MR_WWO']), urgency: 'emergent' },
  variant('V5', '5', 'Earlier lumbar surgery, new or progressing symptoms', ['MR_WWO', 'MR_WO']),
  variant('V6', '6', 'Low-velocity trauma, osteoporosis, elderly or chronic steroid use', ['XR', 'MR_WO']),
  variant('V7', '7', 'Suspected cancer, infection or immunosuppression', ['MR_WWO', 'MR_WO']),
  route('ROUTE_TRAUMA', 'Acute Spinal Trauma', 'CT lumbar spine without contrast first.'),
  route('ROUTE_AAA', 'Suspected Abdominal Aortic Aneurysm', 'Vascular imaging first.'),
  { id: 'NONE', kind: 'none', title: 'Not for this topic', better: [], betterWithoutMri: [] },
];

function variant(id: string, number: string, title: string, better: readonly string[]): ScenarioDefinition {
  return { id, kind: 'variant', title, number, ratedAs: id, better, betterWithoutMri: [] };
}

function route(id: string, title: string, advice: string): ScenarioDefinition {
  return { id, kind: 'route', title, advice, url: 'https://acsearch.acr.org/list', better: [], betterWithoutMri: [] };
}

const source = { label: 'Test', url: 'https://example.org/source' };

/** The topic; tables, facts and codes are empty because the writers never look at them. */
export const cardTopic: Topic = {
  id: 'low-back-pain',
  version: '2026.11.0',
  title: 'Low back pain',
  source: { label: 'ACR Appropriateness Criteria, Low Back Pain: 2021 Update', url: 'https://acsearch.acr.org/docs/69483/Narrative/' },
  cardTopic: { system: 'http://backstop.example.org/fhir/CodeSystem/card-topic', code: 'LowBackPain', display: 'Imaging for low back pain' },
  findings: [
    {
      kind: 'duration', code: 'acuity', title: 'Duration', problems: 'backPainProblem', unknown: 'unknown', codedDurations: [], wordedDurations: [],
      classes: [{ answer: 'acute', belowDays: 42 }, { answer: 'subacute', belowDays: 85 }, { answer: 'chronic' }], gapDays: 30, oldDays: 180, presumedDays: 41, chronicDays: 85, source,
    },
    {
      kind: 'care', code: 'management', title: 'Treatment so far', kinds: [], completeDays: 42, recentDays: 42, leadDays: 7, backgroundDays: 365,
      episode: 'acuity', stated: 'completedCareSaid', visitDays: [28, 60], reads: [], source,
    },
    { kind: 'answered', code: 'indication', title: 'Indication', answers: [{ answer: 'explicit', because: [] }, { answer: 'probable', because: [] }], source },
    ...['mriUnsafe', 'pregnancy', 'severeKidneyDisease', 'gadoliniumReaction', 'earlierImaging', 'fever'].map((code) => ({ kind: 'graded' as const, code, title: code, evidence: [], grades: [], adjust: [], source })),
  ],
  measures: [],
  studies: readKnowledge<{ readonly studies: readonly Study[] }>('procedures.yaml').studies,
  scenarios: byId(scenarios),
  cards: byId(readCards()),
  orderSets: byId([readKnowledge<OrderSet>('order-sets/conservative-care.yaml')].map(withExclusions)),
  drafts: byId(readKnowledge<OrderSet>('order-sets/drafts.yaml').items.map(withExclusion)),
  overrideReasons: byId(readKnowledge<{ readonly reasons: readonly (Entry & { code: string; system: string; display: string })[] }>('override-reasons.yaml').reasons),
  reads: [],
  words: readWords('en'),
  languageNames: new Map(),
  translations: new Map(),
  leaflets: new Map(['en', 'es'].map((language) => [language, readKnowledge<Leaflet>(`leaflet/${language}.yaml`)])),
  links: byId(readKnowledge<{ readonly links: readonly (Entry & { label: string; url: string })[] }>('links.yaml').links),
} as unknown as Topic;

function withExclusions(orderSet: OrderSet): OrderSet {
  return { ...orderSet, items: orderSet.items.map(withExclusion) };
}

/** Conditions are compiled by the loader; here every item fits as it stands, and what a criterion ticks or offers is left out. */
function withExclusion({ tickWhen: _tickWhen, offer, ...item }: OrderSetItem): OrderSetItem {
  return { ...item, ...(offer !== undefined && { offer }), needs: [], exclude: [], untick: [], adjust: [] };
}
