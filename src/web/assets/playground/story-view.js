/** The patient and the order in words, with what can be changed about them. */
import { button, choice, element, newestOnly } from './dom.js';
import { tell } from './tell.js';
import { addPiece, ageOf, atDaysAgo, daysAgo, draftsOf, factsOf, patientOf, withAge, withDrafts, withFact } from './request.js';

const MOST_FACTS = 40;
/** As many pieces as the service finds at most. */
const MOST_PIECES = 20;

export const wordsOf = (concept) => concept?.text ?? concept?.coding?.find?.(({ display }) => display)?.display ?? concept?.coding?.[0]?.code ?? '';

/** The order that is judged: the first for one of the topic's studies, else the first imaging order there is. */
export function judgedEntry(request, topic) {
  const entries = draftsOf(request).filter(({ resource }) => resource.resourceType === 'ServiceRequest');
  return entries.find(({ resource }) => studyOf(resource, topic) !== undefined) ?? entries[0];
}

export function studyOf({ code }, topic) {
  return topic.studies.find(({ coding }) => code?.coding?.some?.((each) => each.code === coding.code && each.system === coding.system));
}

/** Everything about the patient; `onChange(request)` takes another request, `findPieces(words)` looks codes up. */
export function storyView({ request, title, today, durationOf }, topic, { onChange, findPieces, newId }) {
  const patient = patientOf(request);
  const facts = factsOf(request);
  const entry = judgedEntry(request, topic);
  return [
    title && element('p', { className: 'story-title' }, element('strong', { lang: 'en' }, title)),
    entry && orderForm(request, entry, topic, onChange),
    element('h3', {}, tell('playground.patient')),
    patient === undefined ? element('p', { className: 'quiet' }, tell('playground.noPatient')) : element('p', { className: 'row' }, tell(`playground.person.${['male', 'female'].includes(patient.gender) ? patient.gender : 'other'}`), number(tell('playground.age'), ageOf(patient, today), 0, 120, (age) => onChange(withAge(request, age, today))),
      painDays(request, facts, durationOf, today, onChange)),
    element('ul', { className: 'facts' }, facts.slice(0, MOST_FACTS).map((fact) => factRow(request, fact, today, onChange))),
    facts.length === 0 && element('p', { className: 'quiet' }, tell('playground.nothingElse')),
    facts.length > MOST_FACTS && element('p', { className: 'quiet small' }, tell('playground.moreBelow', { number: facts.length - MOST_FACTS })),
    pieceForm(request, topic, today, { onChange, findPieces, newId }),
  ];
}

function number(label, value, min, max, onNumber) {
  const input = element('input', { type: 'number', min, max, value: value ?? '', className: 'days' });
  input.addEventListener('change', () => { if (input.value !== '' && input.validity.valid) onNumber(Number(input.value)); });
  return element('label', { className: 'inline' }, `${label} `, input);
}

/** The problem whose beginning the acuity rests on. */
function painDays(request, facts, durationOf, today, onChange) {
  const fact = facts.find(({ resource }) => durationOf.includes(`${resource.resourceType}/${resource.id}`) && daysAgo(resource, today) !== undefined);
  return fact && number(tell('playground.painDays'), daysAgo(fact.resource, today), 0, 9999, (days) => onChange(withFact(request, fact, atDaysAgo(fact.resource, days, today))));
}

function factRow(request, fact, today, onChange) {
  const { resource } = fact;
  const { resourceType, clinicalStatus, verificationStatus, status, valueQuantity, valueString, valueCodeableConcept } = resource;
  const words = wordsOf(resource.code) || wordsOf(resource.medicationCodeableConcept) || wordsOf(resource.type?.[0] ?? resource.type) || wordsOf(resource.reasonCode?.[0]) || resource.id || resourceType;
  const value = valueQuantity ? `: ${valueQuantity.value} ${valueQuantity.unit ?? ''}` : valueString ? `: ${valueString}` : valueCodeableConcept ? `: ${wordsOf(valueCodeableConcept)}` : '';
  const state = [clinicalStatus?.coding?.[0]?.code ?? (resourceType === 'Condition' ? undefined : status), verificationStatus?.coding?.[0]?.code].filter((each) => each !== undefined && !['active', 'confirmed', 'completed', 'final', 'finished'].includes(each));
  const days = daysAgo(resource, today);
  const remove = button('×', () => onChange(withFact(request, fact)), 'plain remove');
  remove.setAttribute('aria-label', tell('playground.remove', { what: words }));
  return element('li', {}, element('span', { className: 'fact' }, `${words}${value} `, element('span', { className: 'quiet small' }, [kindOf(resourceType), ...state].join(', '))),
    days !== undefined && element('span', { className: 'ago small' }, around(tell('playground.daysAgo', { input: '\0' }), daysInput(words, days, (chosen) => onChange(withFact(request, fact, atDaysAgo(resource, chosen, today)))))), remove);
}

/** What a resource is called in a chart; a type nobody asked for goes by its own name. */
const kindOf = (type) => (tell.knows(`playground.kind.${type}`) ? tell(`playground.kind.${type}`) : type);

/** An input where a text has its mark. */
function around(text, input) {
  const [before, after] = text.split('\0');
  return [before, input, after];
}

function daysInput(words, days, onDays) {
  const input = element('input', { type: 'number', min: 0, max: 40000, value: days, className: 'days', 'aria-label': tell('playground.daysAgoOf', { what: words }) });
  input.addEventListener('change', () => { if (input.value !== '' && input.validity.valid) onDays(Number(input.value)); });
  return input;
}

function orderForm(request, entry, topic, onChange) {
  const { resource } = entry;
  const change = (changes) => onChange(withDrafts(request, request.context.draftOrders.entry.map((each) => (each === entry ? { ...entry, resource: { ...resource, ...changes } } : each))));
  const study = studyOf(resource, topic);
  const studies = [...(study === undefined ? [['', wordsOf(resource.code) || tell('playground.otherOrder')]] : []), ...topic.studies.map(({ id, title }) => [id, title])];
  const text = (label, value, onText) => {
    const input = element('input', { type: 'text', value });
    input.addEventListener('change', () => onText(input.value.trim()));
    return element('label', {}, element('span', {}, label), input);
  };
  return element('div', { className: 'order', id: 'order' },
    choice(tell('playground.study'), studies, study?.id ?? '', (id) => {
      const { coding } = topic.studies.find((each) => each.id === id);
      change({ code: { coding: [coding], text: coding.display }, bodySite: undefined, orderDetail: undefined });
    }),
    choice(tell('playground.priority'), ['routine', 'urgent', 'asap', 'stat'].map((each) => [each, tell(`playground.code.${each}`)]), resource.priority ?? 'routine', (priority) => change({ priority })),
    text(tell('playground.reason'), wordsOf(resource.reasonCode?.[0]), (reason) => change({ reasonCode: reason === '' ? undefined : [{ text: reason }] })),
    text(tell('playground.note'), resource.note?.[0]?.text ?? '', (note) => change({ note: note === '' ? undefined : [{ text: note }] })));
}

/** Results come while one types; each is a button that adds it as of today. */
function pieceForm(request, topic, today, { onChange, findPieces, newId }) {
  const input = element('input', { type: 'search', id: 'piece', autocomplete: 'off', placeholder: tell('playground.pieceHint') });
  const value = element('input', { type: 'text', id: 'piece-value', placeholder: '38.5 Cel', size: 10 });
  const results = element('ul', { className: 'pieces', id: 'pieces' });
  const said = element('p', { className: 'quiet small', role: 'status' });
  const look = newestOnly();
  input.addEventListener('input', async () => {
    const isNewest = look();
    const found = input.value.trim().length < 2 ? [] : await findPieces(input.value);
    if (!isNewest()) return;
    said.textContent = input.value.trim().length < 2 ? '' : found.length === 0 ? tell('playground.noPiece') : found.length === MOST_PIECES ? tell('playground.foundFirstPieces', { number: found.length }) : tell('playground.foundPieces', { count: found.length });
    results.replaceChildren(...found.map((piece) => element('li', {}, button(tell('playground.addPiece', { what: piece.title }), () => onChange(addPiece(request, piece, { reads: topic.reads, today, value: value.value, id: newId() })), 'plain'), element('span', { className: 'quiet small' }, ` ${kindOf(piece.resourceType)}, ${piece.fact}`))));
  });
  return element('details', { className: 'fold', id: 'add' }, element('summary', {}, tell('playground.addToChart')),
    element('p', {}, element('label', { htmlFor: 'piece' }, `${tell('playground.pieceName')} `), input), element('p', {}, element('label', { htmlFor: 'piece-value' }, `${tell('playground.pieceValue')} `), value), said, results);
}
