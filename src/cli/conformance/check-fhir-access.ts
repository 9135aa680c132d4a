/** Whether a service stands what a FHIR server does to it, and keeps its token to itself (CDS Hooks 2.0, FHIR Resource Access). */
import { judge, skip, type Check, type Evidence } from './check.ts';
import { isAnswered, unless, type Probe } from './create-probe.ts';
import { objectOf, type Json } from './json.ts';
import { fillTemplate } from './parse-template.ts';
import type { Manner, StandIn } from './start-stand-in.ts';

const MANNERS: Readonly<Record<Manner, string>> = {
  right: 'answers rightly', slow: 'never answers', dead: 'breaks connections', unauthorized: 'answers 401', missing: 'answers 404', broken: 'answers half a JSON', lying: 'answers another resource', circle: 'pages in a circle', wandering: 'names another server for the next page',
};

/** The prefetch of the base request is put on the server, and left out of the call. */
export async function checkFhirAccess({ service, ask, base, newId }: Probe, standIn: StandIn): Promise<readonly Check[]> {
  const about = service.id;
  const { prefetch, ...bare } = base;
  const context = objectOf(base['context']);
  standIn.hold(heldFor(service.prefetch, objectOf(prefetch), context));
  const from = standIn.reads.length;
  const token = `conformance-${newId()}`;
  const request: Json = {
    ...bare, fhirServer: `${standIn.address}/fhir`,
    fhirAuthorization: { access_token: token, token_type: 'Bearer', expires_in: 300, scope: 'user/*.read', subject: 'conformance-check', ...(typeof context['patientId'] === 'string' && { patient: context['patientId'] }) },
  };
  let faults: readonly Evidence[] = [];
  for (const [manner, words] of Object.entries(MANNERS) as [Manner, string][]) {
    standIn.behave(manner);
    faults = [...faults, ...unless(await ask(`a call whose FHIR server ${words}`, { request }), isAnswered, 'it should be 200 or 412')];
  }
  standIn.behave('right');
  const reads = standIn.reads.slice(from);
  const none = 'the service read nothing at the FHIR server: it may not need to, or may not be allowed to';
  const call = 'a call with access to a FHIR server';
  const wandered = reads.filter(({ path, authorization }) => path.startsWith('wandered') && authorization !== undefined);
  return [
    judge('HTTP-5', about, faults),
    reads.length === 0 ? skip('PF-4', about, none) : judge('PF-4', about, reads.filter(({ path, authorization }) => authorization !== `Bearer ${token}` && !path.startsWith('wandered') && !path.startsWith('metadata')).slice(0, 1).map(() => ({ call, fault: 'a read did not show the token' }))),
    reads.length === 0 ? skip('PF-6', about, none) : judge('PF-6', about, wandered.slice(0, 1).map(() => ({ call, fault: 'the token was sent to the address of a next page on another server' }))),
  ];
}

function heldFor(templates: Readonly<Record<string, string>>, prefetch: Json, context: Json): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(templates).flatMap(([key, template]) => {
    const path = fillTemplate(template, context);
    return path === undefined || prefetch[key] === undefined || prefetch[key] === null ? [] : [[path, prefetch[key]]];
  }));
}
