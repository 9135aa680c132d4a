/** Texts that a regular expression matches: at least one for each alternative, each as short as can be. For gates that ask whether a phrase can ever match. */

interface Reader {
  readonly source: string;
  /** How often what may be left out is there. */
  readonly least: 0 | 1;
  at: number;
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/y;
/** What a class of characters is tried with, in this order: letters and digits stand in any text. */
const TRIED = [...'a1 -/%+\'~', ...Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)), '−', 'ä'];
const MOST_SAMPLES = 2_000;

/** What may be left out is left out, unless nothing matches then. Nothing for a pattern this cannot read; a text that the pattern does not match after all is dropped. */
export function samplePattern(source: string): readonly string[] {
  const shortest = samplesOf(source, 0);
  return shortest.length > 0 ? shortest : samplesOf(source, 1);
}

function samplesOf(source: string, least: 0 | 1): readonly string[] {
  const pattern = new RegExp(source, 'i');
  const reader = { source, least, at: 0 };
  const samples = alternatives(reader);
  return reader.at < source.length ? [] : samples.filter((sample) => pattern.test(sample)).slice(0, MOST_SAMPLES);
}

function alternatives(reader: Reader): readonly string[] {
  const all: string[] = [];
  for (;;) {
    for (const each of sequence(reader)) all[all.length] = each;
    if (reader.source[reader.at] !== '|') return [...new Set(all)];
    reader.at += 1;
  }
}

/** Parts beside each other: every alternative of each at least once, not every combination. */
function sequence(reader: Reader): readonly string[] {
  let samples: readonly string[] = [''];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at]!)) {
    const part = quantified(reader, atom(reader));
    const count = Math.max(samples.length, part.length);
    const before = samples;
    samples = Array.from({ length: count }, (_, index) => before[index % before.length]! + part[index % part.length]!);
  }
  return samples;
}

function quantified(reader: Reader, part: readonly string[]): readonly string[] {
  QUANTIFIER.lastIndex = reader.at;
  const [written, least] = QUANTIFIER.exec(reader.source) ?? [];
  if (written === undefined) return part;
  reader.at += written.length;
  const count = Math.max(least !== undefined ? Number(least) : written.startsWith('+') ? 1 : 0, reader.least);
  return count === 0 ? [''] : part.map((each) => each.repeat(count));
}

function atom(reader: Reader): readonly string[] {
  const { source } = reader;
  const character = source[reader.at]!;
  if (character === '(') return group(reader);
  if (character === '[') return [member(classAt(reader))];
  reader.at += 1;
  if (character === '^' || character === '$') return [''];
  if (character === '.') return [' '];
  if (character !== '\\') return [character];
  const escaped = source[reader.at]!;
  reader.at += 1;
  if (escaped === 'b' || escaped === 'B') return [''];
  if (escaped === 'p' || escaped === 'P' || escaped === 'u' || escaped === 'x') return [];
  if (escaped === 'n') return ['\n'];
  return [/[wWdDsS]/.test(escaped) ? member(`\\${escaped}`) : escaped];
}

/** What looks around matches nothing by itself. */
function group(reader: Reader): readonly string[] {
  const [opening] = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(reader.source.slice(reader.at))!;
  reader.at += opening.length;
  const inner = alternatives(reader);
  reader.at += 1;
  return /[=!]$/.test(opening) ? [''] : inner;
}

/** From `[` to its `]`. */
function classAt(reader: Reader): string {
  const [written] = /^\[\^?(?:\\.|[^\]\\])*\]/.exec(reader.source.slice(reader.at)) ?? [reader.source.slice(reader.at)];
  reader.at += written.length;
  return written;
}

function member(set: string): string {
  const pattern = new RegExp(`^${set}$`, 'i');
  return TRIED.find((each) => pattern.test(each)) ?? '';
}
