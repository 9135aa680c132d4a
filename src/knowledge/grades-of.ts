/** The grades that a finding names. One that the core does not know would be weaker than all it knows: a red flag that is none. */
import type { FindingFile } from './topic-files.ts';

/** As they are written, whatever they are, with their pointers below the finding. */
export function gradesOf({ evidence = [], grades = [], adjust = [] }: FindingFile): readonly (readonly [string, unknown])[] {
  return [
    ...evidence.flatMap(({ grade, order, onset = [] }, index) => [
      [`evidence/${index}/grade`, grade] as const,
      ...(order === undefined ? [] : [[`evidence/${index}/order`, order] as const]),
      ...onset.map((tier, place) => [`evidence/${index}/onset/${place}`, tier.at(-1)] as const),
    ]),
    ...grades.map(({ grade }, index) => [`grades/${index}/grade`, grade] as const),
    ...adjust.flatMap(({ raise, cap }, index) => [raise, cap].filter((grade) => grade !== undefined).map((grade) => [`adjust/${index}`, grade] as const)),
  ];
}
