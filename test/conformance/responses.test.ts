/** What every answer must be, whoever asks (CDS Hooks 2.0, CDS Service Response): each rule looks at all answers, and must see a broken one. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { actionsOf, answerAll, cardsOf, suggestionsOf, systemActionsOf, topics, type Answered, type Json } from './answers.ts';

type Rule = (answered: Answered) => boolean;
type Break = (body: any) => unknown;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isOptional = (value: unknown, check: (value: any) => boolean): boolean => value === undefined || check(value);
const isFilled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const linksOf = (answered: Answered): readonly Json[] => cardsOf(answered).flatMap((card) => card['links'] ?? []);
const reasonsOf = (answered: Answered): readonly Json[] => cardsOf(answered).flatMap((card) => card['overrideReasons'] ?? []);
const isUrl = (value: unknown, scheme: RegExp): boolean => typeof value === 'string' && scheme.test(URL.parse(value)?.protocol ?? '');
const BEHAVIOURS = ['at-most-one', 'any'];
const HASHES = { rating: 'http://fhir.org/argonaut/Extension/pama-rating' };
const extensionsIn = (action: Json): readonly Json[] => action['resource']?.extension ?? [];

/** Links a card may have: those of the topics, and the criteria a scenario leads to. */
const listed = new Set(topics.flatMap((topic) => [...[...topic.links.values()].map(({ url }) => url), ...[...topic.scenarios.values()].flatMap((scenario) => ('url' in scenario && scenario.url !== undefined ? [scenario.url] : []))]));

/** `{{card}}` in an address is the card it stands on, which says nothing of the patient. */
const LEAFLETS = ['', '/en', '/es'].map((language) => `https://cds.example.org/leaflet/low-back-pain${language}`);
const isListed = (url: string, { uuid }: Json): boolean => [...listed].some((each) => (each === '{{leaflet}}' ? LEAFLETS.includes(url) : each.replace('{{publicUrl}}', 'https://cds.example.org').replace('{{card}}', uuid).replace('{{lang}}', '') === url));

const card = (body: any): any => body.cards[0];
const suggestion = (body: any): any => card(body).suggestions[0];
const action = (body: any): any => suggestion(body).actions[0];

const rules: readonly (readonly [name: string, rule: Rule, ...breaks: Break[]])[] = [
  ['HTTP-1 RESP-1 INF-R1 cards is a list', ({ body }) => Array.isArray(body['cards']), (body) => { delete body.cards; }, (body) => { body.cards = {}; }],
  ['RESP-2 systemActions are there or not, never empty', ({ body }) => isOptional(body['systemActions'], isFilled) && isOptional(body['extension']?.systemActions, isFilled), (body) => { body.systemActions = []; }],
  ['JSON-1 what is created or updated is a resource', (answered) => actionsOf(answered).every(({ type, resource }) => type === 'delete' || isText(resource?.resourceType)), (body) => { delete body.cards[0].suggestions[0].actions.at(-1).resource.resourceType; }],
  ['CARD-1 every card has a lower-case UUID', (answered) => cardsOf(answered).every(({ uuid }) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid)), (body) => { delete card(body).uuid; }, (body) => { card(body).uuid = 'A'; }],
  ['CARD-2 INF-R2 every summary is there and shorter than 140', (answered) => cardsOf(answered).every(({ summary }) => isText(summary) && summary.length < 140), (body) => { card(body).summary = 'x'.repeat(140); }, (body) => { card(body).summary = ''; }],
  ['CARD-4 INF-R2 the indicator is one of three', (answered) => cardsOf(answered).every(({ indicator }) => ['info', 'warning', 'critical'].includes(indicator)), (body) => { card(body).indicator = 'hard-stop'; }],
  ['CARD-4 critical is for emergencies alone', (answered) => cardsOf(answered).every(({ indicator, extension }) => indicator !== 'critical' || extension['org.backstop.decision'].card !== 'conservative-care-first'), (body) => { card(body).indicator = 'critical'; card(body).extension['org.backstop.decision'].card = 'conservative-care-first'; }],
  ['CARD-5 INF-R2 the source has a label', (answered) => cardsOf(answered).every(({ source }) => isText(source?.label)), (body) => { card(body).source.label = ''; }],
  ['CARD-6 and an absolute URL', (answered) => cardsOf(answered).every(({ source }) => isOptional(source.url, (url) => isUrl(url, /^https:$/))), (body) => { card(body).source.url = '/docs'; }],
  ['CARD-7 and an icon of ours', (answered) => cardsOf(answered).every(({ source }) => source.icon === 'https://cds.example.org/icon.png'), (body) => { card(body).source.icon = '/icon.png'; }],
  ['CARD-8 and a constant topic', (answered) => cardsOf(answered).every(({ source }) => source.topic.code === 'LowBackPain' && isText(source.topic.system)), (body) => { card(body).source.topic.code = 'low-back'; }],
  ['CARD-9 INF-R4 suggestions say how to choose', (answered) => cardsOf(answered).every(({ suggestions, selectionBehavior }) => suggestions === undefined || BEHAVIOURS.includes(selectionBehavior)), (body) => { delete card(body).selectionBehavior; }],
  ['CARD-11 INF-R3 optional members have their types and something in them', (answered) => cardsOf(answered).every(({ detail, suggestions, links, overrideReasons }) => isOptional(detail, isText) && [suggestions, links, overrideReasons].every((each) => isOptional(each, isFilled))), (body) => { card(body).links = []; }, (body) => { card(body).detail = ''; }],
  ['SUG-1 INF-R5 every suggestion has a label', (answered) => suggestionsOf(answered).every(({ label }) => isText(label)), (body) => { delete suggestion(body).label; }],
  ['SUG-2 no UUID is there twice', (answered) => { const ids = [...cardsOf(answered), ...suggestionsOf(answered)].map(({ uuid }) => uuid); return new Set(ids).size === ids.length; }, (body) => { suggestion(body).uuid = card(body).uuid; }],
  ['SUG-4 INF-R5 every suggestion does something', (answered) => suggestionsOf(answered).every(({ actions }) => isFilled(actions)), (body) => { suggestion(body).actions = []; }, (body) => { delete suggestion(body).actions; }],
  ['SUG-5 Epic gets one action at a time, and no update', (answered) => answered.profile !== 'epic' || suggestionsOf(answered).every(({ actions }) => actions.length === 1 && actions[0].type !== 'update'), (body) => { suggestion(body).actions.push(action(body)); }],
  ['SUG-6 DISC-19 actionSelectionBehavior is never used', (answered) => !answered.text.includes('actionSelectionBehavior'), (body) => { suggestion(body).actionSelectionBehavior = 'any'; }],
  ['ACT-1 INF-R6 an action creates, updates or deletes', (answered) => actionsOf(answered).every(({ type }) => ['create', 'update', 'delete'].includes(type)), (body) => { action(body).type = 'remove'; }],
  ['ACT-2 INF-R6 and says so in words, system actions too', (answered) => actionsOf(answered).every(({ description }) => isText(description)), (body) => { delete action(body).description; }, (body) => { delete (body.systemActions ?? body.extension.systemActions)[0].description; }],
  ['ACT-5 INF-R6 a delete names Type/id', (answered) => actionsOf(answered).every(({ type, resourceId, resource }) => type !== 'delete' || /^\w+\/\S+$/.test(answered.profile === 'hooks-1.0' ? resource : resourceId)), (body) => { suggestion(body).actions.push({ type: 'delete', description: 'x', resourceId: 'x' }); }],
  ['ACT-7 codes of what is suggested have a display and come first', (answered) => suggestionsOf(answered).flatMap(({ actions }) => actions as readonly Json[]).every(({ type, resource }) => type === 'delete' || [resource.code, resource.medicationCodeableConcept].every((code) => isOptional(code?.coding, (coding) => isText(coding[0].display)))), (body) => { delete suggestion(body).actions.findLast(({ resource }: Json) => resource?.code !== undefined).resource.code.coding[0].display; }],
  ['LINK-1 INF-R7 a link has label, type and URL', (answered) => linksOf(answered).every(({ label, type, url }) => isText(label) && isText(type) && isText(url)), (body) => { delete card(body).links[0].label; }],
  ['LINK-2 it is https, on the topic\'s list, and about no patient', (answered) => cardsOf(answered).every((each) => (each['links'] ?? []).every(({ url }: Json) => isUrl(url, /^https:$/) && isListed(url as string, each) && !url.includes(answered.request['context'].patientId))), (body) => { card(body).links[0].url = 'https://evil.example.org/'; }, (body) => { card(body).links[0].url = 'https://cds.example.org/explain/another'; }],
  ['LINK-3 LINK-7 INF-R7 no link is a SMART launch, so none has an appContext', (answered) => linksOf(answered).every(({ type, appContext }) => type === 'absolute' && appContext === undefined), (body) => { card(body).links[0].type = 'smart'; }, (body) => { card(body).links[0].appContext = 'x'; }],
  ['LINK-5 nothing starts by itself', (answered) => !answered.text.includes('autolaunchable'), (body) => { card(body).links[0].autolaunchable = true; }],
  ['OVR-1 INF-R8 a reason has code, system and display', (answered) => reasonsOf(answered).every(({ code, system, display }) => isText(code) && isText(system) && isText(display)), (body) => { delete card(body).overrideReasons[0].display; }],
  ['COD-1 a Coding has code and system', (answered) => [...reasonsOf(answered), ...cardsOf(answered).map(({ source }) => source.topic)].every(({ code, system }) => isText(code) && isText(system)), (body) => { delete card(body).source.topic.system; }],
  ['SYS-1 SYS-2 a system action updates an order of the request', (answered) => systemActionsOf(answered).every(({ type, resource }) => type === 'update' && JSON.stringify(answered.request['context'].draftOrders ?? null).includes(JSON.stringify(resource.id))), (body) => { (body.systemActions ?? body.extension.systemActions)[0].type = 'delete'; }],
  ['PAMA-1 an order has one rating', (answered) => systemActionsOf(answered).every((each) => extensionsIn(each).filter(({ url }) => url === HASHES.rating).length === 1), (body) => { (body.systemActions ?? body.extension.systemActions)[0].resource.extension.push({ url: HASHES.rating }); }],
  ['PAMA-7 with the URL of its criteria', (answered) => systemActionsOf(answered).every((each) => extensionsIn(each).some(({ url, valueUri }) => url === `${HASHES.rating}-auc-applied` && isUrl(valueUri, /^https:$/))), (body) => { (body.systemActions ?? body.extension.systemActions)[0].resource.extension = []; }],
  ['PAMA-5 and no mechanism where none is configured', (answered) => !answered.text.includes('qcdsm'), (body) => { body.x = 'qcdsm'; }],
  ['EXT-1 an extension is an object under a reverse-domain name', (answered) => cardsOf(answered).every(({ extension }) => !Array.isArray(extension) && Object.keys(extension).every((name) => /^[a-z]+(\.[a-z-]+)+$/.test(name))), (body) => { card(body).extension = []; card(body).extension.x = 1; }],
  ['SEC-6 the card names the knowledge and the row that spoke', (answered) => cardsOf(answered).every(({ extension }) => ['topic', 'version', 'scenario', 'row', 'card'].every((name) => isText(extension['org.backstop.decision']?.[name]))), (body) => { delete card(body).extension['org.backstop.decision'].version; }],
];

let answers: readonly Answered[] = [];
beforeAll(async () => { answers = await answerAll(); });

describe('every answer', () => {
  test('INF-C1 REQ-1 is 200, save where an order is missing', () => {
    for (const { name, status, profile, request } of answers) expect([name, status]).toEqual([name, request['context'].draftOrders === undefined && profile !== 'sandbox' ? 400 : 200]);
    expect(answers.filter((each) => suggestionsOf(each).length > 0).length).toBeGreaterThan(20);
    expect(answers.filter((each) => systemActionsOf(each).length > 0).length).toBeGreaterThan(20);
  });

  test.each(rules)('%s', (_, rule, ...breaks) => {
    const given = answers.filter(({ status }) => status === 200);
    expect(given.filter((each) => !rule(each)).map(({ name }) => name)).toEqual([]);
    // A rule that cannot fail proves nothing.
    expect(breaks.length).toBeGreaterThan(0);
    for (const spoil of breaks) expect(spoilable(given).some((each) => !rule(spoiled(each, spoil)))).toBe(true);
  });

  test('SYS-4 a rated order at signing has its system action', () => {
    const signed = answers.filter(({ name, profile }) => name.startsWith('acute-low-back-pain') && name.endsWith('order-sign') && profile !== 'hooks-1.0');
    expect(signed).toHaveLength(3);
    for (const { body } of signed) expect(body['systemActions']).toHaveLength(1);
  });

  test('SEC-4 DISC-11 order-select and order-sign at one address: each judged wholly, with the same advice', () => {
    for (const select of answers.filter(({ name }) => name.startsWith('acute-low-back-pain') && name.endsWith('order-select'))) {
      const sign = answers.find(({ name }) => name === select.name.replace('order-select', 'order-sign'))!;
      expect(cardsOf(sign).map(({ summary }) => summary)).toEqual(cardsOf(select).map(({ summary }) => summary));
    }
  });
});

function spoilable(given: readonly Answered[]): readonly Answered[] {
  return given.filter((each) => suggestionsOf(each).length > 0 && systemActionsOf(each).length > 0 && reasonsOf(each).length > 0 && linksOf(each).length > 0);
}

function spoiled(answered: Answered, spoil: Break): Answered {
  const body = structuredClone(answered.body);
  try {
    spoil(body);
  } catch {
    return answered;
  }
  return { ...answered, body, text: JSON.stringify(body) };
}
