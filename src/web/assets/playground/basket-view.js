/** The order basket as an EHR lists it, with what was done to it and the rating the service wrote. */
import { button, element } from './dom.js';
import { draftsOf } from './request.js';
import { wordsOf } from './story-view.js';
import { tell } from './tell.js';

/** `changes` as of `applyActions`; with `onUndo` the last of them can be taken back. */
export function basketView(request, { changes, systemActions, onUndo }) {
  const ratings = new Map(systemActions.flatMap(({ resource }) => (resource === undefined ? [] : [[`${resource.resourceType}/${resource.id}`, ratingOf(resource)]])));
  const orders = draftsOf(request);
  return [
    orders.length === 0 ? element('p', { className: 'quiet' }, tell('playground.empty')) : element('ul', { className: 'basket' }, orders.map(({ resource }) => {
      const name = `${resource.resourceType}/${resource.id}`;
      const rating = ratings.get(name) ?? ratingOf(resource);
      const { did } = changes.findLast((change) => change.name === name) ?? {};
      return element('li', { className: did }, element('span', {}, wordsOf(resource.code) || wordsOf(resource.medicationCodeableConcept) || messageOf(resource) || name, did && element('em', { className: 'small' }, ` ${tell(`playground.did.${did}`)}`)),
        element('span', { className: 'small quiet' }, [resource.status, resource.priority].filter((each) => each !== undefined).map(codeWords).join(', ')), rating && element('span', { className: `badge badge-${rating}`, title: tell('playground.ratingTitle') }, tell.knows(`rating.${rating}`) ? tell(`rating.${rating}`) : rating));
    })),
    ...changes.filter(({ did }) => did === 'removed' || did === 'nothing').map(({ did, description, because, name }) => element('p', { className: 'small' }, did === 'removed' ? `− ${description || tell('playground.removed')}` : tell('playground.notDone', { action: description, because: tell(`playground.because.${because}`, { name }) }))),
    ...(onUndo === undefined ? [] : [button(tell('playground.undo'), onUndo, 'plain')]),
  ];
}

/** A status or a priority (FHIR R4 request-status, request-priority); one without words stays a code. */
function codeWords(code) {
  return tell.knows(`playground.code.${code}`) ? tell(`playground.code.${code}`) : code;
}

/** Advice to a patient runs to paragraphs; a basket has a line for it. */
function messageOf({ payload }) {
  const text = payload?.[0]?.contentString;
  return typeof text !== 'string' ? undefined : tell('playground.toPatient', { text: text.length > 80 ? `${text.slice(0, 80).replace(/\s\S*$/, '')} …` : text });
}

function ratingOf(resource) {
  const codings = (Array.isArray(resource.extension) ? resource.extension : []).flatMap((extension) => extension?.valueCodeableConcept?.coding ?? []).filter((coding) => typeof coding?.code === 'string');
  return codings.map(({ code }) => code).find((code) => tell.knows(`rating.${code}`)) ?? codings[0]?.code;
}
