/** A part of a whole, never without its denominator. */

/** How many of how many; the shares are from 0 to 1, and missing where the whole is nothing. */
export interface Share {
  readonly count: number;
  readonly of: number;
  readonly share?: number;
  /** 95 % Wilson interval: where the share may lie, as the number of orders is what it is. */
  readonly low?: number;
  readonly high?: number;
}

/** 97.5 % of the normal distribution lie below. */
const Z = 1.959964;
const PLACES = 10_000;

/** The share with its interval (Wilson 1927, doi 10.1080/01621459.1927.10502953), rounded to four places. */
export function shareOf(count: number, of: number): Share {
  if (of <= 0) return { count, of };
  const share = count / of;
  const centre = share + (Z * Z) / (2 * of);
  const spread = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  const whole = 1 + (Z * Z) / of;
  return { count, of, share: round(share), low: round(Math.max(0, (centre - spread) / whole)), high: round(Math.min(1, (centre + spread) / whole)) };
}

function round(value: number): number {
  return Math.round(value * PLACES) / PLACES;
}
