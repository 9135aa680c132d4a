/** The playground at work: one request, the service's answer to it, and what somebody does about that. */
import { applyActions } from './basket.js';
import { basketView } from './basket-view.js';
import { cardView } from './card-view.js';
import { at, button, element, newestOnly, refill } from './dom.js';
import { placeOf } from './json-place.js';
import { addressOf, searchLibrary } from './library-view.js';
import { answerWords, reasoningView } from './reasoning-view.js';
import { fromPasted, localDay, withDrafts, withHook } from './request.js';
import { judgedEntry, storyView, studyOf } from './story-view.js';
import { language, tell, topics } from './tell.js';

const isPhone = matchMedia('(max-width: 47.99rem)').matches;
const callsHook = at('desk').dataset.callsHook === 'yes';
const newId = () => `made-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
/** The one the story is about. */
let topic = topics[0];
const topicOf = (decision) => topics.find(({ id }) => id === decision?.topic.id) ?? topic;
/** `assume`: findings set by hand. `dismissed`: reason by card. `earlier`: requests to go back to. */
const state = { request: undefined, title: '', today: localDay(), assume: {}, dismissed: new Map(), taken: [], changes: [], earlier: [], asked: 0, durationOf: [] };

/** A question to the service, and a story or request that takes the place of the one that is shown. */
const toAsk = newestOnly();
const toStart = newestOnly();

async function post(path, body) {
  const start = performance.now();
  const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify(body) }).catch((error) => error);
  if (!(response instanceof Response)) return { ok: false, status: 0, answer: { issue: [{ details: { text: tell('playground.unreachable', { because: response.message }) } }] } };
  const answer = await response.json().catch(() => ({}));
  return { ok: response.ok, status: response.status, answer, lang: response.headers.get('Content-Language') ?? undefined, ms: Math.round(performance.now() - start) };
}

/** Asks the hook, and for the reasoning; what is not the newest question is not shown. */
async function ask() {
  const isNewest = toAsk();
  const isWhatIf = Object.keys(state.assume).length > 0;
  const profile = at('profile').value;
  const isReal = callsHook && !isWhatIf && profile === '';
  // Nothing of the last request may stand under this one, whatever becomes of it.
  for (const id of ['cards', 'what-if']) at(id).replaceChildren();
  showStory();
  at('status').textContent = tell('playground.asking');
  const body = typeof state.request === 'object' && state.request !== null ? { ...state.request, ...(isWhatIf && { assume: state.assume }), ...(profile !== '' && { profile }), language } : state.request;
  const [hook, decided] = await Promise.all([isReal ? post(`cds-services/${at('service').value}`, state.request) : undefined, post('playground/decide', body)]);
  if (!isNewest()) return;
  at('desk').dataset.asked = String(state.asked += 1);
  const fault = [hook, decided].find((each) => each !== undefined && !each.ok);
  if (fault !== undefined) return showFault(fault);
  try {
    showDecided(hook, decided, { isWhatIf, isReal });
  } catch {
    showFault({ status: 0, answer: { issue: [{ details: { text: tell('playground.cannotShow') } }] } });
  }
}

function showDecided(hook, decided, how) {
  const { decisions } = decided.answer;
  topic = topicOf(decisions[0]);
  state.durationOf = decisions.flatMap(({ findings }) => findings).filter(({ code }) => topic.findings.find((each) => each.code === code)?.kind === 'duration').flatMap(({ because }) => because.map(({ reference }) => reference.split('#')[0]));
  show(hook ?? decided, decided, how);
}

function show({ answer, ms, lang }, { answer: { decisions, cards: due } }, { isWhatIf, isReal }) {
  const cards = answer.cards ?? [];
  const from = isReal ? `POST /cds-services/${at('service').value}` : tell('playground.nowhere', { address: 'POST /playground/decide' });
  at('status').textContent = [cards.length === 0 ? tell('playground.noCardFrom', { ms, address: from }) : tell('playground.cardsFrom', { count: cards.length, ms, address: from }), ...(cards.length > 0 && lang !== undefined && lang !== language ? [tell('playground.otherLanguage')] : [])].join(' ');
  at('what-if').replaceChildren(...(isWhatIf ? [element('p', { className: 'what-if' }, element('strong', {}, tell('playground.whatIf')), ` ${Object.entries(state.assume).map(supposed).join('; ')}. ${tell('playground.notTheChart')} `, button(tell('playground.backToChart'), () => assume({}), 'plain'))] : []));
  at('cards').replaceChildren(...(cards.length > 0 ? cards.map((card) => cardView(card, { onTake: (suggestion) => take(card, suggestion, isReal), onDismiss: (reason) => dismiss(card, reason, lang), dismissed: state.dismissed.get(card.uuid), isWhatIf: !isReal, taken: state.taken, lang })) : [silence(decisions, due)]));
  showBasket(answer.systemActions ?? answer.extension?.systemActions ?? []);
  refill(at('why'), ...(decisions.length === 0 ? [element('p', { className: 'quiet' }, tell('playground.nothingJudged'))]
    : decisions.map((decision, index) => element('section', { 'aria-label': tell('playground.order', { number: index + 1 }) }, decisions.length > 1 && element('p', { className: 'quiet' }, decision.order), ...kept(reasoningView(decision, topicOf(decision), { assume: state.assume, onAssume }))))));
  showStory();
}

function supposed([code, value]) {
  const { title = code, kind } = topic.findings.find((each) => each.code === code) ?? {};
  return tell('playground.supposed', { finding: title, answer: kind === 'graded' ? tell(`playground.supposedTo.${value}`) : answerWords(value, topic) });
}

const kept = (parts) => parts.flat(Infinity).filter((each) => each !== undefined && each !== false);

/** An EHR shows nothing; here it is said why. */
function silence(decisions, due) {
  const held = due.length > 0;
  const words = decisions.length === 0 ? tell('playground.silence.empty') : held ? tell('playground.silence.held')
    : decisions.every(({ rating }) => rating?.category === 'UA') ? tell('playground.silence.fits') : tell('playground.silence.other');
  return element('div', { className: 'silence' }, element('p', {}, element('strong', {}, tell('playground.noCard'))), element('p', {}, words));
}

function showFault({ status, answer }) {
  const issues = answer.issue ?? [{ details: { text: tell('playground.noReason') } }];
  at('status').textContent = status === 0 ? tell('playground.notAnswered') : tell('playground.refused', { status });
  at('cards').replaceChildren(element('div', { className: 'refusal', role: 'alert' }, element('p', {}, element('strong', {}, tell('playground.cannotAnswer'))),
    element('ul', {}, issues.map(({ details, diagnostics }) => element('li', {}, element('span', { lang: status === 0 ? language : 'en' }, details?.text ?? ''), ' ', diagnostics && [element('code', {}, diagnostics), ' ', button(tell('playground.showInJson'), () => jumpTo(diagnostics), 'plain')])))));
  at('why').replaceChildren(element('p', { className: 'quiet' }, tell('playground.nothingDecided')));
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
  at('basket').replaceChildren(...basketView(state.request, { changes: state.changes, systemActions, ...(state.earlier.length > 0 && { onUndo: undo }) }));
}

/** Does what a client does with a suggestion, tells the service, and asks again. */
async function take(card, suggestion, isReal) {
  const { entries, changes } = applyActions(state.request.context.draftOrders.entry ?? [], suggestion.actions, newId);
  Object.assign(state, { earlier: [...state.earlier, state.request], changes, request: withDrafts(state.request, entries), taken: [...state.taken, suggestion.uuid] });
  if (isReal) await report({ card: card.uuid, outcome: 'accepted', acceptedSuggestions: [{ id: suggestion.uuid }] });
  await ask();
  at('status').textContent = `${isReal ? tell('playground.reported', { what: suggestion.label }) : tell('playground.done', { what: suggestion.label })} ${at('status').textContent}`;
  // What was pressed is gone: the eye and the keyboard go on where the change is.
  at('basket').focus();
}

function undo() {
  Object.assign(state, { request: state.earlier.at(-1), earlier: state.earlier.slice(0, -1), changes: [] });
  at('basket').focus();
  ask();
}

async function dismiss(card, { code, system, display }, lang) {
  if (await report({ card: card.uuid, outcome: 'overridden', overrideReason: { reason: { code, system, display } } })) {
    state.dismissed.set(card.uuid, display);
    const view = [...at('cards').children].find((each) => each.querySelector(`#reason-${CSS.escape(card.uuid)}`));
    view?.replaceWith(cardView(card, { dismissed: display, lang }));
    at('status').textContent = tell('playground.dismissed');
    const again = button(tell('playground.askAgain'), () => ask(), 'plain');
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
  const findPieces = async (words) => (await (await fetch(`playground/pieces?${new URLSearchParams({ q: words, lang: language })}`)).json()).pieces;
  try {
    return kept(storyView(state, topic, { onChange: change, newId, findPieces }));
  } catch {
    return [element('p', { className: 'quiet' }, tell('playground.notInWords'))];
  }
}

function change(request) {
  Object.assign(state, { request, changes: [] });
  return ask();
}

async function choose(id) {
  const isNewest = toStart();
  const response = await fetch(`playground/stories/${encodeURIComponent(id)}`);
  const story = response.ok ? await response.json() : undefined;
  if (!isNewest()) return;
  if (story === undefined) return void (at('status').textContent = tell('playground.noStory'));
  const { title, request, today } = story;
  for (const link of document.querySelectorAll('[data-story]')) link.toggleAttribute('aria-current', link.dataset.story === id);
  start({ request, title, today });
  history.replaceState(undefined, '', addressOf(id));
  for (const link of document.querySelectorAll('.languages a')) link.href = addressOf(id, link.lang);
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
    at('json-fault').textContent = tell('playground.noJson', { line, message: error.message });
    at('json').focus();
    return at('json').setSelectionRange(place, Math.min(place + 1, text.length));
  }
  const chosen = (judgedEntry(state.request, topic) && studyOf(judgedEntry(state.request, topic).resource, topic)) ?? topic.studies[0];
  const { request, fault } = fromPasted(pasted, { reads: topic.reads, study: chosen, newId });
  if (fault !== undefined) return void (at('json-fault').textContent = tell(`playground.fault.${fault.id}`, { type: fault.type }));
  if (request.hook === 'order-sign' || request.hook === 'order-select') at('service').value = request.hook === 'order-sign' ? 'imaging-advice-sign' : 'imaging-advice';
  toStart();
  for (const link of document.querySelectorAll('[aria-current]')) link.removeAttribute('aria-current');
  start({ request, title: '', today: localDay() });
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-story]');
  if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.dataset.story);
  if (isPhone) at('card-heading').scrollIntoView();
});
at('search').addEventListener('input', searchLibrary);
at('search').closest('details').addEventListener('toggle', searchLibrary, { once: true });
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
