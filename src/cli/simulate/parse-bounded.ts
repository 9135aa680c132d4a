/** JSON of a file that nobody vouches for: looked at before anything is built from it. */
import { createJsonScanner } from '../../chart/scan-json.ts';
import { BodyError } from '../../errors.ts';
import { parseJson } from '../decide/parse-json.ts';

/** As over HTTP: deeper than any FHIR resource, and as many members as an honest file of its size may have. */
const DEEPEST = 100;
const BYTES_PER_MEMBER = 8;
const FEWEST_MEMBERS = 1000;

/** Throws BodyError; nothing of the text is in its message. */
export function parseBounded(bytes: Buffer): unknown {
  const limit = createJsonScanner({ depth: DEEPEST, members: Math.max(FEWEST_MEMBERS, Math.ceil(bytes.length / BYTES_PER_MEMBER)) }).look(bytes);
  if (limit === 'depth') throw new BodyError('too-complex', `It is nested deeper than ${DEEPEST} levels.`);
  if (limit === 'members') throw new BodyError('too-complex', 'It has more members than a resource of its size.');
  return parseJson(bytes);
}
