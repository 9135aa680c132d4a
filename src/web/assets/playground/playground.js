/** The playground at work: one request, the service's answer to it, and what somebody does about that. */
import { applyActions } from './basket.js';
import { cardView } from './card-view.js';
import { at, button, element, refill } from './dom.js';
import { placeOf } from './json-place.js';
import { reasoningView, RATINGS } from './reasoning-view.js';
import { draftsOf, fromPasted, localDay, withDrafts, withHook } from './request.js';
import { judgedEntry, storyView, studyOf, wordsOf } from './story-view.js';

const isPhone = matchMedia('(max-width: 47.99rem)').matches;
const callsHook = at('desk').dataset.callsHook === 'yes';
const newId = () => `made-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
const { topics } = await (await fetch('playground/topics')).json();
const topic = topics[0];
/** `assume`: findings set by hand. `dismissed`: reason by card. `earlier`: requests to go back to. */
const state = { request: undefined, title: '', today: localDay(), assume: {}, dismissed: new Map(), taken: [], changes: [], earlier: [], round: 0, asked: 0, durationOf: [] };

async function post(path, body) {
  const start = performance.now();
  const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(body) }).catch((error) => error);
  if (!(response instanceof Response)) return { ok: false, status: 0, answer: { issue: [{ details: { text: `The service cannot be reached (${response.message}).` } }] } };
  const answer = await response.json().catch(() => ({}));
  return { ok: response.ok, status: response.status, answer, ms: Math.round(performance.now() - start) };
}

/** Asks the hook, and for the reasoning; what is not the newest question is not shown. */
async function ask() {
  const round = (state.round += 1);
  const isWhatIf = Object.keys(state.assume).length > 0;
  const profile = at('profile').value;
  const isReal = callsHook && !isWhatIf && profile === '';
  // Nothing of the last request may stand under this one, whatever becomes of it.
  for (const id of ['cards', 'what-if']) at(id).replaceChildren();
  showStory();
  at('status').textContent = 'Asking …';
  const body = typeof state.request === 'object' && state.request !== null ? { ...state.request, ...(isWhatIf && { assume: state.assume }), ...(profile !== '' && { profile }) } : state.request;
  const [hook, decided] = await Promise.all([isReal ? post(`cds-services/${at('service').value}`, state.request) : undefined, post('playground/decide', body)]);
  if (round !== state.round) return;
  at('desk').dataset.asked = String(state.asked += 1);
  const fault = [hook, decided].find((each) => each !== undefined && !each.ok);
  if (fault !== undefined) return showFault(fault);
  try {
    showDecided(hook, decided, { isWhatIf, isReal });
  } catch {
    showFault({ status: 0, answer: { issue: [{ details: { text: 'It was answered, but this page cannot show the answer. The request stands in the JSON.' } }] } });
  }
}

function showDecided(hook, decided, how) {
  const { decisions } = decided.answer;
  state.durationOf = decisions.flatMap(({ findings }) => findings).filter(({ code }) => topic.findings.find((each) => each.code === code)?.kind === 'duration').flatMap(({ because }) => because.map(({ reference }) => reference.split('#')[0]));
  show(hook ?? decided, decided, how);
}

function show({ answer, ms }, { answer: { decisions, cards: due } }, { isWhatIf, isReal }) {
  const cards = answer.cards ?? [];
  at('status').textContent = `${cards.length === 0 ? 'No card' : `${cards.length} card${cards.length > 1 ? 's' : ''}`} in ${ms} ms from ${isReal ? `POST /cds-services/${at('service').value}` : 'POST /playground/decide, recorded nowhere'}.`;
  at('what-if').replaceChildren(...(isWhatIf ? [element('p', { className: 'what-if' }, element('strong', {}, 'What if: '), Object.entries(state.assume).map(([code, value]) => `${topic.findings.find((each) => each.code === code)?.title ?? code} ${{ A: 'present', B: 'indirect', C: 'mentioned' }[value] ?? value}`).join('; '), '. Not what the chart says. ', button('Back to the chart', () => assume({}), 'plain'))] : []));
  at('cards').replaceChildren(...(cards.length > 0 ? cards.map((card) => cardView(card, { onTake: (suggestion) => take(card, suggestion, isReal), onDismiss: (reason) => dismiss(card, reason), dismissed: state.dismissed.get(card.uuid), isWhatIf: !isReal, taken: state.taken })) : [silence(decisions, due)]));
  showBasket(answer.systemActions ?? answer.extension?.systemActions ?? []);
  refill(at('why'), ...(decisions.length === 0 ? [element('p', { className: 'quiet' }, 'No open order in the basket is an imaging study of this topic, so nothing is judged.')]
    : decisions.map((decision, index) => element('section', { 'aria-label': `Order ${index + 1}` }, decisions.length > 1 && element('p', { className: 'quiet' }, decision.order), ...kept(reasoningView(decision, topic, { assume: state.assume, onAssume }))))));
  showStory();
}

const kept = (parts) => parts.flat(Infinity).filter((each) => each !== undefined && each !== false);

/** An EHR shows nothing; here it is said why. */
function silence(decisions, due) {
  const held = due.length > 0;
  const words = decisions.length === 0 ? 'No imaging study of this topic is left in the basket, so there is nothing to judge.'
    : held ? 'This advice was dismissed before for this patient, so it is held back. Choose the story again for a new patient.'
      : decisions.every(({ rating }) => rating?.category === 'UA') ? 'The study fits. The clinician is not interrupted.' : 'Nothing here is worth an interruption.';
  return element('div', { className: 'silence' }, element('p', {}, element('strong', {}, 'No card.')), element('p', {}, words));
}

function showFault({ status, answer }) {
  const issues = answer.issue ?? [{ details: { text: 'The service gave no reason.' } }];
  at('status').textContent = status === 0 ? 'Not answered.' : `Refused with ${status}.`;
  at('cards').replaceChildren(element('div', { className: 'refusal', role: 'alert' }, element('p', {}, element('strong', {}, 'The request cannot be answered.')),
    element('ul', {}, issues.map(({ details, diagnostics }) => element('li', {}, details?.text ?? '', ' ', diagnostics && [element('code', {}, diagnostics), ' ', button('Show in the JSON', () => jumpTo(diagnostics), 'plain')])))));
  at('why').replaceChildren(element('p', { className: 'quiet' }, 'Nothing was decided.'));
  at('what-if').replaceChildren();
  showBasket([]);
}

function jumpTo(pointer) {
  const { start, end } = placeOf(at('json').value, pointer);
  at('json-fold').open = true;
  at('json').focus();
  at('json').setSelectionRange(start, end);
  const line = at('json').value.slice(0, start).split('\n').length;
  at('json').scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(at('json')).lineHeight));
}

function showBasket(systemActions) {
  const ratings = new Map(systemActions.flatMap(({ resource }) => (resource === undefined ? [] : [[`${resource.resourceType}/${resource.id}`, ratingOf(resource)]])));
  const orders = draftsOf(state.request);
  at('basket').replaceChildren(
    orders.length === 0 ? element('p', { className: 'quiet' }, 'Empty.') : element('ul', { className: 'basket' }, orders.map(({ resource }) => {
      const name = `${resource.resourceType}/${resource.id}`;
      const rating = ratings.get(name) ?? ratingOf(resource);
      const { did } = state.changes.findLast((change) => change.name === name) ?? {};
      return element('li', { className: did }, element('span', {}, wordsOf(resource.code) || wordsOf(resource.medicationCodeableConcept) || messageOf(resource) || name, did && element('em', { className: 'small' }, ` ${did}`)),
        element('span', { className: 'small quiet' }, [resource.status, resource.priority].filter((each) => each !== undefined).join(', ')), rating && element('span', { className: `badge badge-${rating}`, title: 'The rating the service writes on the order (system action)' }, RATINGS[rating] ?? rating));
    })),
    ...state.changes.filter(({ did }) => did === 'removed' || did === 'nothing').map(({ did, description, because }) => element('p', { className: 'small' }, did === 'removed' ? `− ${description || 'Removed.'}` : `Not done: ${description} (${because})`)),
    ...(state.earlier.length > 0 ? [button('Undo', undo, 'plain')] : []));
}

/** Advice to a patient runs to paragraphs; a basket has a line for it. */
function messageOf({ payload }) {
  const text = payload?.[0]?.contentString;
  return typeof text !== 'string' ? undefined : `To the patient: ${text.length > 80 ? `${text.slice(0, 80).replace(/\s\S*$/, '')} …` : text}`;
}

function ratingOf(resource) {
  const codings = (Array.isArray(resource.extension) ? resource.extension : []).flatMap((extension) => extension?.valueCodeableConcept?.coding ?? []).filter((coding) => typeof coding?.code === 'string');
  return codings.map(({ code }) => code).find((code) => code in RATINGS) ?? codings[0]?.code;
}

/** Does what a client does with a suggestion, tells the service, and asks again. */
async function take(card, suggestion, isReal) {
  const { entries, changes } = applyActions(state.request.context.draftOrders.entry ?? [], suggestion.actions, newId);
  Object.assign(state, { earlier: [...state.earlier, state.request], changes, request: withDrafts(state.request, entries), taken: [...state.taken, suggestion.uuid] });
  if (isReal) await report({ card: card.uuid, outcome: 'accepted', acceptedSuggestions: [{ id: suggestion.uuid }] });
  await ask();
  at('status').textContent = `Done${isReal ? ', and reported to the service' : ''}: ${suggestion.label}. ${at('status').textContent}`;
  // What was pressed is gone: the eye and the keyboard go on where the change is.
  at('basket').focus();
}

function undo() {
  Object.assign(state, { request: state.earlier.at(-1), earlier: state.earlier.slice(0, -1), changes: [] });
  at('basket').focus();
  ask();
}

async function dismiss(card, { code, system, display }) {
  if (await report({ card: card.uuid, outcome: 'overridden', overrideReason: { reason: { code, system, display } } })) {
    state.dismissed.set(card.uuid, display);
    const view = [...at('cards').children].find((each) => each.querySelector(`#reason-${CSS.escape(card.uuid)}`));
    view?.replaceWith(cardView(card, { dismissed: display }));
    at('status').textContent = 'Dismissed, and recorded by the service.';
    const again = button('Ask again, as at signing', () => ask(), 'plain');
    at('cards').append(again);
    again.focus();
  }
}

async function report(feedback) {
  const { ok, answer } = await post(`cds-services/${at('service').value}/feedback`, { feedback: [{ ...feedback, outcomeTimestamp: new Date().toISOString() }] });
  if (!ok) showFault({ status: 0, answer });
  return ok;
}

const assume = (assumed) => { state.assume = assumed; return ask(); };

function onAssume(code, value) {
  const { [code]: _, ...rest } = state.assume;
  return assume(value === undefined ? rest : { ...rest, [code]: value });
}

function showStory() {
  at('json').value = JSON.stringify(state.request, null, 2);
  at('json-fault').textContent = '';
  const isAddOpen = at('add')?.open;
  refill(at('patient'), ...storyParts());
  if (isAddOpen && at('add')) at('add').open = true;
}

/** What is pasted may be of any shape: what cannot be shown in words is left to the JSON, and the service says what is wrong with it. */
function storyParts() {
  const findPieces = async (words) => (await (await fetch(`playground/pieces?q=${encodeURIComponent(words)}`)).json()).pieces;
  try {
    return kept(storyView(state, topic, { onChange: change, newId, findPieces }));
  } catch {
    return [element('p', { className: 'quiet' }, 'This request cannot be shown in words. It stands in the JSON.')];
  }
}

function change(request) {
  Object.assign(state, { request, changes: [] });
  return ask();
}

async function choose(id) {
  const response = await fetch(`playground/stories/${encodeURIComponent(id)}`);
  if (!response.ok) return void (at('status').textContent = 'There is no such story.');
  const { title, request, today } = await response.json();
  for (const link of document.querySelectorAll('[data-story]')) link.toggleAttribute('aria-current', link.dataset.story === id);
  start({ request, title, today });
  history.replaceState(undefined, '', `?story=${encodeURIComponent(id)}`);
}

function start({ request, title, today }) {
  const hook = at('service').value === 'imaging-advice' ? 'order-select' : 'order-sign';
  Object.assign(state, { request: request?.context?.draftOrders && title !== '' ? withHook(request, hook) : request, title, today, assume: {}, dismissed: new Map(), taken: [], changes: [], earlier: [], durationOf: [] });
  ask();
}

function usePasted() {
  const text = at('json').value;
  let pasted;
  try {
    pasted = JSON.parse(text);
  } catch (error) {
    const place = Number(/position (\d+)/.exec(error.message)?.[1] ?? text.length);
    const line = text.slice(0, place).split('\n').length;
    at('json-fault').textContent = `This is no JSON: see line ${line}. ${error.message}`;
    at('json').focus();
    return at('json').setSelectionRange(place, Math.min(place + 1, text.length));
  }
  const chosen = (judgedEntry(state.request, topic) && studyOf(judgedEntry(state.request, topic).resource, topic)) ?? topic.studies[0];
  const { request, fault } = fromPasted(pasted, { reads: topic.reads, study: chosen, newId });
  if (fault !== undefined) return void (at('json-fault').textContent = fault);
  if (request.hook === 'order-sign' || request.hook === 'order-select') at('service').value = request.hook === 'order-sign' ? 'imaging-advice-sign' : 'imaging-advice';
  for (const link of document.querySelectorAll('[aria-current]')) link.removeAttribute('aria-current');
  start({ request, title: '', today: localDay() });
}

async function search() {
  const { found, total, stories } = await (await fetch(`playground/stories?q=${encodeURIComponent(at('search').value)}`)).json();
  at('search-count').textContent = `${found} of ${total} stories${found > stories.length ? `, the first ${stories.length} shown` : ''}.`;
  const families = Map.groupBy(stories, ({ family }) => family);
  at('stories').replaceChildren(...[...families].map(([family, members]) => element('section', {}, element('h3', {}, family), element('ul', { className: 'stories' }, members.map(({ id, title, indicator }) => element('li', {}, element('a', { href: `?story=${id}`, 'data-story': id }, title), element('span', { className: 'quiet small' }, ` ${indicator === 'silent' ? 'no card' : indicator}`)))))));
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-story]');
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.dataset.story);
  if (isPhone) at('card-heading').scrollIntoView();
});
at('search').addEventListener('input', search);
at('search').closest('details').addEventListener('toggle', search, { once: true });
at('service').addEventListener('change', () => { state.request = withHook(state.request, at('service').value === 'imaging-advice' ? 'order-select' : 'order-sign'); ask(); });
at('profile').addEventListener('change', ask);
at('use-json').addEventListener('click', usePasted);
at('json').addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) usePasted(); });
// On a phone the card comes first.
if (isPhone) at('edit').open = false;
const first = document.querySelector('.starters [data-story]')?.dataset.story;
const wanted = new URLSearchParams(location.search).get('story') ?? first;
if (wanted !== undefined) choose(wanted);
else Object.assign(state, fromPasted({ resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'p' } }] }, { reads: topic.reads, study: topic.studies[0], newId, isWhole: true })), ask();
