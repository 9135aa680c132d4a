/** Numbers as a page writes them, the same on every machine. */
import type { Share } from '../../stewardship/share.ts';

/** 12,345. */
export function written(count: number): string {
  return count.toLocaleString('en-GB');
}

/** 41 %; below ten per cent with one place. */
export function percent(share: number | undefined): string {
  if (share === undefined) return '–';
  const of100 = share * 100;
  return `${of100 > 0 && of100 < 9.95 ? of100.toFixed(1) : String(Math.round(of100))} %`;
}

/** 38–45 %: what the interval leaves open. */
export function interval({ low, high }: Share): string {
  return low === undefined || high === undefined ? '' : `${Math.round(low * 100)}–${Math.round(high * 100)} %`;
}
