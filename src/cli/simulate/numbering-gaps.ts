/** Parts of an export that are numbered, and of which some are not there: `Condition.000.ndjson` and `Condition.002.ndjson`. */
import { dirname } from 'node:path';
import type { InputFile } from './list-inputs.ts';
import { typeNamed } from './type-named.ts';

export interface NumberingGap {
  /** R4. */
  readonly type: string;
  readonly why: string;
}

interface Part {
  readonly type: string;
  /** None for a file that is called by its type alone. */
  readonly number?: number;
}

const PART = /^[A-Za-z]+(?:[._-]?(0\d{4,8}|\d{1,4}))?\.(?:ndjson|jsonl)(?:\.gz)?$/i;
/** A number from here on is a year: it says nothing of where the numbers start. */
const FIRST_YEAR = 1000;

/** Looked at folder by folder: within one, all types are numbered from 0, or all from 1. */
export function numberingGaps(files: readonly InputFile[], isAsked: (type: string) => boolean): readonly NumberingGap[] {
  return [...Map.groupBy(files, ({ path }) => dirname(path)).values()].flatMap((inFolder) => {
    const parts = inFolder.flatMap(({ name }) => partOf(name, isAsked) ?? []);
    const starts = Math.min(1, ...parts.flatMap(({ number }) => number ?? []));
    return [...Map.groupBy(parts, ({ type }) => type)].flatMap(([type, ofType]): readonly NumberingGap[] => {
      const numbers = [...new Set(ofType.flatMap(({ number }) => number ?? []))].sort((one, other) => one - other);
      const [lowest, highest] = [numbers[0], numbers.at(-1)];
      if (lowest === undefined || highest === undefined) return [];
      // Beside a file without a number the first with one may be the second of all.
      const isSecond = numbers.length < ofType.length && lowest <= 2;
      const missing = highest - (isSecond || lowest >= FIRST_YEAR ? lowest : starts) + 1 - numbers.length;
      return missing === 0 ? [] : [{ type, why: `The numbers of the files of ${type} have gaps: ${missing} up to ${highest} are not there.` }];
    });
  });
}

function partOf(name: string, isAsked: (type: string) => boolean): Part | undefined {
  const [matched, number] = PART.exec(name) ?? [];
  const type = matched === undefined ? undefined : typeNamed(name, isAsked);
  return type === undefined ? undefined : { type, ...(number !== undefined && { number: Number(number) }) };
}
