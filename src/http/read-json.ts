/** Reads a JSON body: media type, size, complexity and syntax (REQ-7, JSON-5, JSON-6). */
import { isAscii } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { MIMEType } from 'node:util';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { createJsonScanner, type JsonLimits } from '../chart/scan-json.ts';
import { BodyError } from '../errors.ts';
import type { BodyBudget } from './body-budget.ts';
import { collectBody } from './collect-body.ts';
import type { Metrics } from './create-metrics.ts';
import { timeStages } from './time-stages.ts';
import { traceOf } from './trace-calls.ts';
import { whenAnswered } from './when-answered.ts';

/** Deeper than any FHIR resource; a walk over what is left cannot exhaust the stack. */
const DEEPEST = 100;
/** A chart has about one member for every 25 bytes; what has many more is made to fill memory. */
const BYTES_PER_MEMBER = 10;

/** Sets `request.body`; what cannot be read is answered with 400, 408, 413, 415 or 503. */
export function readJson({ maxBytes, budget, metrics }: { readonly maxBytes: number; readonly budget: BodyBudget; readonly metrics?: Metrics }): RequestHandler {
  const limits = { depth: DEEPEST, members: Math.ceil(maxBytes / BYTES_PER_MEMBER) };
  return async (request: Request, response: Response, next: NextFunction) => {
    const stage = timeStages(metrics, traceOf(request));
    checkType(request.headers['content-type'] ?? '');
    const text = createTextReader(limits);
    await collectBody(request, {
      maxBytes, budget, take: text.take,
      onDone: (release) => whenAnswered(response, () => {
        release();
        // What was refused may be left unfinished by its caller for as long as it likes.
        text.letGo();
        // A request lives as long as V8 likes, and would keep a chart that nobody needs any more out of the quick collection of what is young.
        request.body = undefined;
      }),
    });
    request.body = text.parse();
    stage('read');
    next();
  };
}

/** A missing header is no reason to refuse: some clients leave it out. */
function checkType(written: string): void {
  if (written.trim() === '') return;
  const { type, subtype, params } = parseType(written);
  if (type !== 'application' || (subtype !== 'json' && !subtype.endsWith('+json'))) throw wrongType();
  const charset = params.get('charset')?.toLowerCase().replace(/[^\w.:-].*$/s, '') ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') throw new BodyError('charset', 'The charset must be UTF-8.');
}

/** Of a header that was sent twice, the first; blanks around the sign are not allowed, and sent. */
function parseType(written: string): MIMEType {
  try {
    return new MIMEType(written.split(',', 1)[0]!.split('=').map((part) => part.trim()).join('='));
  } catch {
    throw wrongType();
  }
}

function wrongType(): BodyError {
  return new BodyError('media-type', 'The Content-Type must be application/json.');
}

/** What V8 needs for a part beside its letters. */
const BYTES_PER_PART = 56;
/** What is made of a chart takes 42 bytes for each of its members, of which there is one in 22 bytes or more; objects of one member that no other has, made to fill memory, take 105. */
const BYTES_FOR_MEMBER = 45;
const BYTES_FOR_ODD_MEMBER = 100;
const BYTES_PER_USUAL_MEMBER = 20;

interface TextReader {
  /** Bytes that are needed to keep the part, and what will be made of it. Throws BodyError where a limit is passed. */
  readonly take: (part: Buffer) => number;
  /** What the text says; undefined where there is none, which is for the reader of the body to judge. Throws BodyError. */
  readonly parse: () => unknown;
  /** Nothing of it is needed any more. */
  readonly letGo: () => void;
}

/** Reads parts as they come: none is kept, and no large buffer is made for all of them, as V8 collects its whole heap the sooner for each. */
function createTextReader({ depth, members }: JsonLimits): TextReader {
  const scan = createJsonScanner({ depth, members });
  const decoder = new StringDecoder('utf8');
  let text = '';
  let bytes = 0;
  let letters = 0;
  let counted = 0;
  return {
    take: (part) => {
      const limit = scan.look(part);
      if (limit !== undefined) throw new BodyError('too-complex', limit === 'depth' ? `The body is nested deeper than ${depth} levels.` : `The body has more than ${members} members.`);
      text += decoder.write(part);
      bytes += part.length;
      // One letter beyond Latin-1 makes two bytes of each, and a byte that is no letter becomes one of those.
      letters += BYTES_PER_PART + (isAscii(part) ? 1 : 2) * part.length;
      const usual = Math.min(scan.members(), bytes / BYTES_PER_USUAL_MEMBER);
      const all = letters + BYTES_FOR_MEMBER * usual + BYTES_FOR_ODD_MEMBER * (scan.members() - usual);
      const more = Math.max(0, all - counted);
      counted += more;
      return more;
    },
    parse: () => {
      const whole = text + decoder.end();
      text = '';
      return whole === '' ? undefined : parse(whole);
    },
    letGo: () => { text = ''; },
  };
}

/** V8 says where it failed, and quotes what it found there: only the place goes on. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const place = /at position \d+/.exec(error instanceof Error ? error.message : '')?.[0];
    throw new BodyError('no-json', `The body is not valid JSON${place === undefined ? '' : ` (${place})`}.`);
  }
}
