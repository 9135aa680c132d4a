/** What stands behind a finding, in the words of the chart. */
import { dayOf, dayRange, writtenDate } from './calendar.ts';
import type { Evidence } from './decision.ts';
import type { Sighting } from './recall-facts.ts';

const DATE_ELEMENTS = ['onsetDateTime', 'recordedDate', 'effectiveDateTime', 'performedDateTime', 'authoredOn'];

/** What a sighting says for itself on a card and in the record. */
export function evidenceOf(sighting: Sighting): Evidence {
  const { onset, recorded, seen } = sighting.dated;
  const range = onset.range ?? recorded ?? seen;
  const written = DATE_ELEMENTS
    .map((element) => sighting.resource[element])
    .find((value) => range !== undefined && dayRange(value)?.earliest === range.earliest);
  const date = writtenDate(written) ?? (range !== undefined && range.earliest === range.latest && Number.isFinite(range.latest) ? dayOf(range.latest) : undefined);
  return { fact: sighting.fact, reference: sighting.reference, label: sighting.label, ...(date !== undefined && { date }), origin: sighting.origin };
}
