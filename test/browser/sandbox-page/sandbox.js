/** Speaks and behaves as the CDS Hooks Sandbox was seen to: discovery, prefetch, a call at every change, ratings, suggestions, feedback; raw HTML in `detail` is let through, as there. */
import { marked } from '/marked.js';

const { service: SERVICES, fhir: FHIR } = Object.fromEntries(new URLSearchParams(location.search));
const PATIENT = 'smart-1288992';
const RATING = 'http://fhir.org/argonaut/Extension/pama-rating';
const STUDIES = [
  { code: '72148', display: 'Magnetic resonance (eg, proton) imaging, spinal canal and contents, lumbar; without contrast material', system: 'http://www.ama-assn.org/go/cpt' },
  { code: '72131', display: 'Computed tomography, lumbar spine; without contrast material', system: 'http://www.ama-assn.org/go/cpt' },
];
const REASONS = [
  { code: '279039007', display: 'Low back pain (finding)', system: 'http://snomed.info/sct' },
  { code: '192970008', display: 'Cauda equina syndrome (disorder)', system: 'http://snomed.info/sct' },
];
const INDICATORS = ['info', 'warning', 'critical'];

const at = (id) => document.getElementById(id);
const state = { study: {}, reasons: [], services: [], drug: undefined, round: 0, calls: 0 };
const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, true, ['sign']);
/** The page's public key, for a service that wants to verify its tokens. */
window.publicKey = { ...await crypto.subtle.exportKey('jwk', keys.publicKey), kid: 'page', alg: 'ES384', use: 'sig' };
window.sent = [];

const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const part = (value) => base64(new TextEncoder().encode(JSON.stringify(value)));

async function headersFor(url) {
  const now = Math.floor(Date.now() / 1000);
  const head = `${part({ alg: 'ES384', typ: 'JWT', kid: 'page' })}.${part({ iss: 'https://sandbox.example.org', aud: url, exp: now + 300, iat: now, jti: crypto.randomUUID() })}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-384' }, keys.privateKey, new TextEncoder().encode(head));
  return { Accept: 'application/json', 'Content-Type': 'application/json', Authorization: `Bearer ${head}.${base64(signature)}` };
}

/** A key that cannot be read is left out, without a word. */
async function readPrefetch(templates = {}) {
  const headers = { Accept: 'application/json+fhir' };
  const read = await Promise.all(Object.entries(templates).map(async ([key, template]) => {
    const [path, query] = template.replaceAll('{{context.patientId}}', PATIENT).split('?');
    const ask = async (url, options) => {
      const response = await fetch(`${FHIR}/${url}`, { ...options, headers: { ...headers, ...options?.headers } });
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    };
    try {
      if (query === undefined) return [key, await ask(path)];
      const search = { method: 'POST', body: query, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
      return [key, await ask(`${path}/_search`, search).catch(() => ask(`${path}?${query}`))];
    } catch {
      return undefined;
    }
  }));
  return Object.fromEntries(read.filter((each) => each !== undefined));
}

function imagingContext() {
  const { study, reasons } = state;
  const code = { coding: [study], ...(study.display !== undefined && { text: study.display }) };
  const reasonCode = reasons.map((reason) => ({ coding: [reason], text: reason.display }));
  const resource = { resourceType: 'ServiceRequest', id: 'example-request-id', status: 'draft', intent: 'plan', code, subject: { reference: `Patient/${PATIENT}` }, reasonCode };
  return { selections: ['ServiceRequest/example-request-id'], draftOrders: { resourceType: 'Bundle', entry: [{ resource }] } };
}

/** The first call of the Rx tab names no drug yet. */
function drugContext() {
  const resource = { resourceType: 'MedicationOrder', id: 'order-123', status: 'draft', patient: { reference: `Patient/${PATIENT}` }, dateWritten: new Date().toISOString().slice(0, 10), ...(state.drug !== undefined && { medicationCodeableConcept: { text: state.drug } }) };
  return { selections: ['MedicationOrder/order-123'], draftOrders: { resourceType: 'Bundle', entry: [{ resource }] } };
}

async function call(extra) {
  const round = (state.round += 1);
  for (const { id, prefetch: templates } of state.services.filter(({ hook }) => hook === 'order-select')) {
    const url = `${SERVICES}/${id}`;
    const prefetch = await readPrefetch(templates);
    const body = { hookInstance: crypto.randomUUID(), hook: 'order-select', fhirServer: FHIR, context: { patientId: PATIENT, userId: 'Practitioner/COREPRACTITIONER1', ...extra }, ...(Object.keys(prefetch).length > 0 && { prefetch }) };
    window.sent.push({ url, body });
    at('fault').value = '';
    try {
      const response = await fetch(url, { method: 'POST', headers: await headersFor(url), body: JSON.stringify(body) });
      if (!response.ok) throw new Error('Could not get a response from the CDS Service');
      const answer = await response.json();
      if (round === state.round) showRating(answer.extension?.systemActions ?? []);
      showCards(answer.cards, url);
    } catch (error) {
      at('cards').replaceChildren();
      at('fault').value = error.message;
    }
    at('calls').value = state.calls += 1;
  }
}

const ratingsOf = (resource) => (resource.extension ?? []).filter(({ url }) => url === RATING).flatMap(({ valueCodeableConcept }) => valueCodeableConcept.coding.map(({ code }) => code));

function showRating(actions) {
  const [rating] = actions.filter(({ type }) => type === 'update').flatMap(({ resource }) => ratingsOf(resource));
  if (rating !== undefined) at('rating').value = rating;
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function showCards(cards, url) {
  const sorted = cards.toSorted((one, other) => INDICATORS.indexOf(other.indicator) - INDICATORS.indexOf(one.indicator));
  at('cards').replaceChildren(...sorted.map((card) => element('article', { className: card.indicator },
    element('h2', { textContent: card.summary }),
    element('p', {}, `Source: ${card.source.label} `, element('img', { src: card.source.icon, width: 100, height: 100, alt: '' })),
    element('div', { className: 'detail', innerHTML: marked.parse(card.detail ?? '') }),
    ...(card.suggestions ?? []).map((suggestion) => element('button', { className: 'suggestion', textContent: suggestion.label, onclick: () => takeSuggestion(suggestion, card, url) })),
    ...(card.links ?? []).map((link) => element('button', { className: 'link', textContent: link.label, value: new URL(link.url).href })),
    element('button', { className: 'dismiss', textContent: 'Dismiss', onclick: (event) => dismiss(event, card, undefined, url) }),
    ...(card.overrideReasons ?? []).map((reason) => element('button', { className: 'override', textContent: `Override: ${reason.display}`, onclick: (event) => dismiss(event, card, reason, url) })),
  )));
}

/** Shows updates only, and of these only what carries a rating, a study with a display and reasons with codings. */
async function takeSuggestion(suggestion, card, url) {
  await report(url, { card: card.uuid, outcome: 'accepted', acceptedSuggestions: [{ id: suggestion.uuid }], outcomeTimestamp: new Date().toISOString() });
  for (const { resource } of suggestion.actions.filter(({ type }) => type === 'update')) {
    const [rating] = ratingsOf(resource);
    if (rating === undefined) throw new Error('no rating on an update');
    Object.assign(state, { study: resource.code.coding[0], reasons: resource.reasonCode.map(({ coding }) => coding[0]) });
    at('rating').value = rating;
    await changed();
  }
}

/** The card goes; a reason keeps its code and system alone. */
async function dismiss({ target }, card, reason, url) {
  const overrideReason = reason === undefined ? {} : { overrideReason: { reason: { code: reason.code, system: reason.system } } };
  target.closest('article').remove();
  await report(url, { card: card.uuid, outcome: 'overridden', outcomeTimestamp: new Date().toISOString(), ...overrideReason });
}

async function report(url, feedback) {
  const target = `${url}/feedback`;
  await fetch(target, { method: 'POST', headers: await headersFor(target), body: JSON.stringify({ feedback: [feedback] }) });
}

function changed() {
  at('order').value = [state.study.display, ...state.reasons.map(({ display }) => display)].filter((text) => text !== undefined).join(', ');
  return call(imagingContext());
}

function choose(id, codings, take) {
  for (const { code, display } of codings) at(id).append(new Option(display, code));
  at(id).onchange = () => { take(codings.find(({ code }) => code === at(id).value)); return changed(); };
}

choose('study', STUDIES, (study) => { state.study = study ?? {}; });
choose('reason', REASONS, (reason) => { state.reasons = reason === undefined ? [] : [reason]; });
/** Forgets the rating, and calls only where a drug is prescribed, then without orders. */
at('tab').onclick = () => { at('rating').value = 'unknown'; return state.drug === undefined ? undefined : call({}); };
at('rx').onclick = () => call(drugContext());
at('drug').onclick = () => { state.drug = 'Naproxen 500 MG Oral Tablet'; return call(drugContext()); };
const discovery = await fetch(SERVICES, { headers: await headersFor(SERVICES) });
const byUrl = new Map((await discovery.json()).services.map((service) => [`${SERVICES}/${service.id}`, service]));
state.services = [...byUrl.values()];
await changed();
