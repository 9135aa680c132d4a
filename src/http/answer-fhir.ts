/** GET /fhir and below: the knowledge as FHIR R4, to read and to search. */
import type { Request, RequestHandler, Response } from 'express';
import type { Library } from '../knowledge/readable-topic.ts';
import { publishKnowledge, type Publication } from '../web/fhir/publish-knowledge.ts';
import { searchResources } from '../web/fhir/search.ts';
import { createAnswerKeeper } from './create-answer-keeper.ts';
import { outcomeOf, type IssueCode } from './operation-outcome.ts';
import { sendKept } from './send-kept.ts';

const TYPE = 'application/fhir+json; charset=utf-8';
const JSON_TYPES = ['application/fhir+json', 'application/json', 'text/json', 'json', 'application/json+fhir'];

/** Built on first use; resources are kept as they are sent. */
export function answerFhir(library: Library, publicUrl: string): RequestHandler {
  const base = `${publicUrl}/fhir`;
  let publication: Publication | undefined;
  const { keep } = createAnswerKeeper();
  return async (request: Request, response: Response) => {
    const refuse = (status: number, code: IssueCode, text: string): void => void response.status(status).set('Content-Type', TYPE).end(JSON.stringify(outcomeOf(code, text)));
    response.vary('Accept');
    if (!isJsonWanted(request)) return refuse(406, 'not-supported', 'There is only JSON here: application/fhir+json.');
    const { capability, resources } = (publication ??= publishKnowledge(library, base));
    const [type, id, ...rest] = ([request.params['steps'] ?? []].flat() as readonly string[]).filter((step) => step !== '');
    const ofType = type === undefined ? undefined : resources.get(type);
    const found = type === 'metadata' ? capability : id === undefined ? undefined : ofType?.get(id);
    if (found !== undefined && rest.length === 0 && !(type === 'metadata' && id !== undefined)) {
      const answer = await keep(`${type}/${id}`, () => Promise.resolve({ type: TYPE, text: JSON.stringify(found) }));
      return sendKept(request, response, answer!);
    }
    if (ofType !== undefined && id === undefined) {
      response.set('Content-Type', TYPE).end(JSON.stringify(searchResources([...ofType.values()], request.query, `${base}/${type}`)));
      return;
    }
    refuse(404, 'not-found', ofType === undefined ? `There are only: metadata, ${[...resources.keys()].join(', ')}.` : `There is no ${type} with this id.`);
  };
}

/** FHIR R4 HTTP: `_format` goes before Accept. */
function isJsonWanted(request: Request): boolean {
  const { _format: format } = request.query;
  // A plus in a query is a blank.
  if (typeof format === 'string' && format !== '') return JSON_TYPES.includes(format.replace(' ', '+').split(';')[0]!.trim());
  return request.get('Accept') === undefined || request.accepts(['application/fhir+json', 'application/json', 'text/html']) !== false;
}
