/** What stands behind a finding, in the words of the chart. */
import { dayOf, dayRange, writtenDate } from './calendar.ts';
import { member } from './concept.ts';
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
  return { fact: sighting.fact, reference: sighting.reference, label: labelOf(sighting), ...(date !== undefined && { date }), origin: sighting.origin };
}

/** "eGFR 28 mL/min": a measurement says little without its value. */
function labelOf({ label, origin, resource }: Sighting): string {
  const quantity = resource['valueQuantity'];
  const value = member(quantity, 'value');
  if (origin === 'order' || typeof value !== 'number' || label.includes(String(value))) return label;
  const unit = member(quantity, 'unit') ?? member(quantity, 'code');
  const comparator = member(quantity, 'comparator');
  return `${label} ${typeof comparator === 'string' ? comparator : ''}${value}${typeof unit === 'string' ? ` ${unit}` : ''}`;
}
