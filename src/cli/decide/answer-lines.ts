/** Judges the lines of a batch, one after the other: a line that cannot be judged has a line of output that says so. */
import type { Topic } from '../../decision/topic.ts';
import { answerOf } from './answer.ts';
import { faultOf, type Fault } from './fault-of.ts';
import { judge } from './judge.ts';
import { parseJson } from './parse-json.ts';
import type { DecideSettings } from './settings.ts';
import type { LineBatch } from './split-lines.ts';

/** What came of a batch. */
export interface BatchAnswer {
  /** Lines of JSON, each with its line feed, in the order of the input. */
  readonly output: Uint8Array;
  readonly judged: number;
  readonly blank: number;
  readonly bad: readonly { readonly line: number; readonly fault: Fault }[];
}

export interface LineOptions {
  readonly settings: DecideSettings;
  readonly maxLineBytes: number;
  /** Memory of the process that judges. */
  readonly workerMb: number;
}

const LINE_FEED = 0x0a;

export async function answerLines({ first, bytes }: LineBatch, topics: readonly Topic[], { settings, maxLineBytes }: LineOptions): Promise<BatchAnswer> {
  if (bytes === undefined) return badLine(first, tooLong(maxLineBytes));
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const bad: { readonly line: number; readonly fault: Fault }[] = [];
  let output = '';
  let [judged, blank] = [0, 0];
  for (let line = first, at = 0; at < all.length; line += 1) {
    const found = all.indexOf(LINE_FEED, at);
    const end = found === -1 ? all.length : found;
    const text = all.subarray(at, end);
    at = end + 1;
    if (isBlank(text)) {
      blank += 1;
      continue;
    }
    try {
      if (text.length > maxLineBytes) throw tooLong(maxLineBytes);
      output += `${JSON.stringify({ line, ...answerOf(await judge(parseJson(text), topics, settings), settings) })}\n`;
      judged += 1;
    } catch (error) {
      const fault = isFault(error) ? error : faultOf(error);
      bad.push({ line, fault });
      output += lineOf(line, fault);
    }
  }
  return { output: Buffer.from(output), judged, blank, bad };
}

/** The answer to one line that was never judged. */
export function badLine(line: number, fault: Fault): BatchAnswer {
  return { output: Buffer.from(lineOf(line, fault)), judged: 0, blank: 0, bad: [{ line, fault }] };
}

/** Batches one after the other as one. */
export function joinAnswers(answers: readonly BatchAnswer[]): BatchAnswer {
  return {
    output: Buffer.concat(answers.map(({ output }) => output)),
    judged: answers.reduce((sum, { judged }) => sum + judged, 0), blank: answers.reduce((sum, { blank }) => sum + blank, 0), bad: answers.flatMap(({ bad }) => bad),
  };
}

function lineOf(line: number, fault: Fault): string {
  return `${JSON.stringify({ line, error: fault })}\n`;
}

function tooLong(maxLineBytes: number): Fault {
  return { code: 'too-long', message: `It is longer than ${maxLineBytes} bytes.` };
}

function isFault(error: unknown): error is Fault {
  return !(error instanceof Error) && (error as Fault).code === 'too-long';
}

/** Blanks and a carriage return only. */
function isBlank(text: Buffer): boolean {
  return text.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}
