/** Feedback in every shape that clients send (CDS Hooks 2.0, Feedback). */
import { judge, skip, type Check, type Evidence } from './check.ts';
import { isRefused, unless, type Exchange, type Probe } from './create-probe.ts';
import { isText, listOf, objectOf, type Json } from './json.ts';

const REASON = { code: 'conformance-check', system: 'https://example.org/override-reasons', display: 'Asked by a conformance check' };
const isTaken = (status: number): boolean => status >= 200 && status < 300;
const TAKEN = 'it should be a 2xx';

/** `now` is when the outcomes were; `isGuarded` says whether calls need tokens. */
export async function checkFeedback(probe: Probe, { now, isGuarded }: { readonly now: () => Date; readonly isGuarded: boolean }): Promise<readonly Check[]> {
  const { service: { id: about }, ask, exchanges, newId } = probe;
  const url = new URL(`${probe.url.href}/feedback`);
  const { card, suggestion, reason = REASON } = shownIn(exchanges);
  const report = (changes: Json): Json => ({ card: card ?? newId(), outcome: 'overridden', outcomeTimestamp: now().toISOString(), ...changes });
  const tell = (call: string, body: unknown, token?: { readonly value: undefined }): Promise<Exchange> => ask(call, { url, raw: JSON.stringify(body), ...(token !== undefined && { token }) });
  const first = await tell('feedback: overridden with a reason', { feedback: [report({ overrideReason: { reason } })] });
  if (first.status === 404 || first.status === 405 || first.status === 501) return (['FB-1', 'FB-2', 'FB-3', 'FB-4', 'FB-5', 'FB-6'] as const).map((id) => skip(id, about, 'the service takes no feedback, which is its right'));

  const told = async (cases: readonly (readonly [string, unknown])[], isFine = isTaken, words = TAKEN): Promise<readonly Evidence[]> => {
    let found: readonly Evidence[] = [];
    for (const [call, body] of cases) found = [...found, ...unless(await tell(call, body), isFine, words)];
    return found;
  };
  const accepted = report({ outcome: 'accepted', acceptedSuggestions: [{ id: suggestion }] });
  const taken: readonly (readonly [string, unknown])[] = suggestion === undefined ? [] : [['feedback: accepted', { feedback: [accepted] }]];
  const many = { feedback: [...(suggestion === undefined ? [] : [accepted]), report({}), report({ overrideReason: { reason } })] };
  return [
    judge('FB-1', about, unless(first, isTaken, TAKEN)),
    card === undefined ? skip('FB-2', about, 'no answer had a card: give a request that the service has something to say to (--request)') : judge('FB-2', about, [...unless(first, isTaken, TAKEN), ...await told([
      ...taken, ['feedback: overridden without a reason', { feedback: [report({})] }], ['feedback: overridden with a comment', { feedback: [report({ overrideReason: { userComment: 'A conformance check.' } })] }],
    ])]),
    judge('FB-3', about, await told([['feedback: several reports', many], ['feedback: the same reports again', many]])),
    judge('FB-4', about, await told([
      ['feedback: overrideReasons in the plural', { feedback: [report({ overrideReasons: { reason: REASON } })] }],
      ['feedback: a reason in an extension', { feedback: [report({ overrideReason: { extension: { 'com.epic.cdshooks.feedback.overrideReason.reasonDisplay': 'Other' } } })] }],
      ['feedback: a reason without display', { feedback: [report({ overrideReason: { reason: { code: REASON.code, system: REASON.system } } })] }],
      ['feedback: a card that nobody was shown', { feedback: [report({ card: newId() })] }],
    ])),
    judge('FB-5', about, await told([['feedback: no JSON object', []], ['feedback: no list', { feedback: 'x' }], ['feedback: no member', {}]], isRefused, 'it should be a 4xx')),
    isGuarded ? judge('FB-6', about, unless(await tell('feedback without a token', { feedback: [report({})] }, { value: undefined }), (status) => status === 401 || status === 403, 'it should be 401 or 403')) : skip('FB-6', about, 'no key was given (--key)'),
  ];
}

/** A card of this run, and one of its suggestions. */
function shownIn(exchanges: readonly Exchange[]): { readonly card?: string; readonly suggestion?: string; readonly reason?: Json } {
  const cards = exchanges.filter(({ status }) => status === 200).flatMap(({ body }) => listOf(objectOf(body)['cards'])).map(objectOf).filter(({ uuid }) => isText(uuid));
  const best = cards.find(({ suggestions }) => listOf(suggestions).length > 0) ?? cards[0];
  const suggestion = objectOf(listOf(best?.['suggestions'])[0])['uuid'];
  const [reason] = listOf(best?.['overrideReasons']).map(objectOf);
  return { ...(best !== undefined && { card: String(best['uuid']) }), ...(reason !== undefined && { reason }), ...(isText(suggestion) && { suggestion }) };
}
