/** How much of a drug a medication resource gives a day (FHIR R4 Dosage), as far as it says so. */
import { dayRange } from './calendar.ts';
import { list, member, statusCode, wordsOf } from './concept.ts';
import type { Resource } from './chart.ts';

/** Milligrams a day, in the order the dosages apply; a dosage without bounds runs on. */
export interface DosePart {
  /** Days this dosage lasts, where it says so: a taper is a list of such parts. */
  readonly days?: number;
  readonly milligrams?: number;
}

const MASS: Readonly<Record<string, number>> = { mg: 1, milligram: 1, milligrams: 1, g: 1000, gram: 1000, grams: 1000, mcg: 0.001, ug: 0.001, 'µg': 0.001 };
const VOLUME = ['ml', 'milliliter', 'milliliters', 'cc'];
const PIECE = /^\{?(?:tbl|tab|tabs|tablet|tablets|cap|caps|capsule|capsules|pill|pills|dose|unit|each|ea|1|amp|vial)\}?s?$/;
const PRODUCT = /(\d+(?:[.,]\d+)?)\s*(mg|mcg|ug|g)\b(?:\s*\/\s*(\d+(?:\.\d+)?)?\s*(ml))?/i;
const DAYS_PER_PERIOD: Readonly<Record<string, number>> = { h: 1 / 24, d: 1, wk: 7, mo: 30.44, a: 365.25 };
const DAYS_PER_UNIT: Readonly<Record<string, number>> = { ...DAYS_PER_PERIOD, day: 1, days: 1, week: 7, weeks: 7, month: 30.44, months: 30.44 };
const NUMBERS: Readonly<Record<string, number>> = { half: 0.5, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, eight: 8 };
const EACH = String.raw`(\d+(?:\.\d+)?|half|one|two|three|four|five|six|eight)`;
/** How often, as prescriptions say it; times a day. */
const OFTEN: readonly (readonly [RegExp, number])[] = [
  [/every other day|alternate days?|\bqod\b|q48h/i, 0.5],
  [/\bq\s?6\s?h|every (?:6|six) hours|\bqid\b|(?:four|4) times/i, 4],
  [/\bq\s?8\s?h|every (?:8|eight) hours|\btid\b|(?:three|3) times/i, 3],
  [/\bq\s?12\s?h|every (?:12|twelve) hours|\bbid\b|twice|(?:two|2) times/i, 2],
  [/once (?:a |per )?week|weekly/i, 1 / 7],
  [/daily|every day|once a day|a day|per day|\bqd\b|\bod\b|\bqam\b|\bqpm\b|\bqhs\b|q24h|every (?:morning|evening|24 hours)|each (?:morning|day)|\bq day|\/d(?:ay)?\b/i, 1],
];

/** The dosages of a resource; empty where it has none. `product` names the drug with its strength ("prednisone 5 MG Oral Tablet"). */
export function dosesOf(medication: Resource, product: string): readonly DosePart[] {
  const strength = strengthOf(product);
  const dosages = list(medication['dosageInstruction'] ?? medication['dosage']);
  const written = dosages.map((dosage) => partOf(medication, dosage, strength));
  if (written.some(({ milligrams }) => milligrams !== undefined)) return isTaper(written) ? written : [atOnce(written)];
  const supplied = fromSupply(medication, strength);
  return supplied === undefined ? [] : [{ milligrams: supplied }];
}

function isTaper(parts: readonly DosePart[]): boolean {
  return parts.length > 1 && parts.every(({ days }) => days !== undefined);
}

/** Dosages without an order in time are taken together: a morning and an evening dose. */
function atOnce(parts: readonly DosePart[]): DosePart {
  return { milligrams: parts.reduce((sum, { milligrams }) => sum + (milligrams ?? 0), 0) };
}

function partOf(medication: Resource, dosage: unknown, strength: Strength | undefined): DosePart {
  const amount = amountOf(dosage, strength);
  const times = medication.resourceType === 'MedicationAdministration' ? 1 : timesADay(dosage);
  const bounds = quantityInDays(member(repeatOf(dosage), 'boundsDuration')) ?? daysIn(member(repeatOf(dosage), 'boundsPeriod'));
  return { ...(bounds !== undefined && { days: bounds }), ...(amount !== undefined && times !== undefined && { milligrams: amount * times }) };
}

interface Strength {
  readonly milligrams: number;
  readonly perMillilitre: boolean;
}

function strengthOf(product: string): Strength | undefined {
  const match = PRODUCT.exec(product);
  if (match === null) return undefined;
  const milligrams = Number(match[1]!.replace(',', '.')) * MASS[match[2]!.toLowerCase()]!;
  return match[4] === undefined ? { milligrams, perMillilitre: false } : { milligrams: milligrams / Number(match[3] ?? 1), perMillilitre: true };
}

/** Milligrams of one intake: stated, or pieces times strength, or read from the dosage's words. */
function amountOf(dosage: unknown, strength: Strength | undefined): number | undefined {
  const rate = list(member(dosage, 'doseAndRate'))[0];
  const range = member(rate, 'doseRange') ?? member(dosage, 'doseRange');
  const quantity = member(rate, 'doseQuantity') ?? member(dosage, 'doseQuantity') ?? member(dosage, 'dose') ?? member(range, 'high') ?? member(range, 'low');
  const stated = inMilligrams(quantity, strength);
  return stated ?? amountInWords(member(dosage, 'text') ?? member(dosage, 'patientInstruction'), strength);
}

function inMilligrams(quantity: unknown, strength: Strength | undefined): number | undefined {
  const value = member(quantity, 'value');
  if (typeof value !== 'number') return undefined;
  const unit = String(member(quantity, 'code') ?? member(quantity, 'unit') ?? '1').trim().toLowerCase();
  const spelt = String(member(quantity, 'unit') ?? '').trim().toLowerCase();
  const mass = MASS[unit] ?? MASS[spelt];
  if (mass !== undefined) return value * mass;
  if (strength === undefined) return undefined;
  if (VOLUME.includes(unit) || VOLUME.includes(spelt)) return strength.perMillilitre ? value * strength.milligrams : undefined;
  return (PIECE.test(unit) || PIECE.test(spelt)) && !strength.perMillilitre ? value * strength.milligrams : undefined;
}

function amountInWords(text: unknown, strength: Strength | undefined): number | undefined {
  if (typeof text !== 'string') return undefined;
  const mass = /(\d+(?:\.\d+)?)\s*(mg|mcg|g)\b/i.exec(text);
  if (mass !== null) return Number(mass[1]) * MASS[mass[2]!.toLowerCase()]!;
  const pieces = new RegExp(String.raw`\b${EACH}\s*(?:\(\d+\)\s*)?(?:tab|cap|pill)`, 'i').exec(text);
  if (pieces === null || strength === undefined || strength.perMillilitre) return undefined;
  return (NUMBERS[pieces[1]!.toLowerCase()] ?? Number(pieces[1])) * strength.milligrams;
}

/** Intakes a day; a dosage that names an amount and no rhythm is taken once a day. */
function timesADay(dosage: unknown): number | undefined {
  const repeat = repeatOf(dosage);
  const period = member(repeat, 'period');
  const unit = DAYS_PER_PERIOD[String(member(repeat, 'periodUnit') ?? 'd')];
  if (typeof period === 'number' && period > 0 && unit !== undefined) {
    const frequency = member(repeat, 'frequencyMax') ?? member(repeat, 'frequency') ?? 1;
    return Number(frequency) / (period * unit);
  }
  const times = list(member(repeat, 'timeOfDay')).length + list(member(repeat, 'when')).length;
  if (times > 0) return times;
  const code = member(member(dosage, 'timing'), 'code');
  const words = [statusCode(code), ...wordsOf(code), member(dosage, 'text'), member(dosage, 'patientInstruction')].filter((word) => typeof word === 'string').join(' ');
  return OFTEN.find(([pattern]) => pattern.test(words))?.[1] ?? 1;
}

/** Pieces handed out, times their strength, over the days they last. */
function fromSupply(medication: Resource, strength: Strength | undefined): number | undefined {
  const request = medication['dispenseRequest'];
  const quantity = member(medication['quantity'], 'value') ?? member(member(request, 'quantity'), 'value');
  const days = quantityInDays(medication['daysSupply']) ?? quantityInDays(member(request, 'expectedSupplyDuration'));
  if (typeof quantity !== 'number' || days === undefined || days <= 0 || strength === undefined) return undefined;
  return (quantity * strength.milligrams) / days;
}

function quantityInDays(quantity: unknown): number | undefined {
  const value = member(quantity, 'value');
  const factor = DAYS_PER_UNIT[String(member(quantity, 'code') ?? member(quantity, 'unit') ?? 'd').toLowerCase()];
  return typeof value === 'number' && factor !== undefined ? value * factor : undefined;
}

function daysIn(period: unknown): number | undefined {
  const start = dayRange(member(period, 'start'))?.earliest;
  const end = dayRange(member(period, 'end'))?.latest;
  return start === undefined || end === undefined || end < start ? undefined : end - start + 1;
}

function repeatOf(dosage: unknown): unknown {
  return member(member(dosage, 'timing'), 'repeat');
}
