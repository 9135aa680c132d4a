/** Addresses between the pages, relative to the page they stand on, so that they work behind any prefix. */
import type { Selection } from '../../stewardship/selection.ts';
import type { Narrowing } from '../../stewardship/table.ts';

export interface Links {
  /** Path from the page to the root of the service: `.`, `..` */
  readonly root: string;
  readonly page: string;
  readonly reportCards: string;
  readonly statistics: string;
  readonly measureReport: string;
  /** The page about shadow mode. */
  readonly shadow: string;
  csv(name: string, narrowing?: Narrowing): string;
  orders(narrowing: Narrowing, after?: string): string;
  order(id: string): string;
  reportCard(requester: string, client: string): string;
}

/** Links that keep the selection of months, client and mode. */
export function createLinks(root: string, selection: Selection): Links {
  const to = (path: string, changes: Readonly<Record<string, string | undefined>> = {}): string => `${root}/stewardship${path}?${query({ ...asked(selection), ...changes })}`;
  const narrow = ({ month, ...narrowing }: Narrowing): Readonly<Record<string, string>> => ({ ...narrowing, ...(month !== undefined && { from: month, to: month }) });
  return {
    root,
    page: to(''),
    reportCards: to('/report-card'),
    statistics: to('/statistics'),
    measureReport: to('/measure-report'),
    shadow: to('', { mode: 'shadow' }),
    csv: (name, narrowing = {}) => to(`/${name}.csv`, narrow(narrowing)),
    orders: (narrowing, after) => to('/orders', { ...narrow(narrowing), after }),
    order: (id) => to(`/orders/${encodeURIComponent(id)}`),
    reportCard: (requester, client) => to('/report-card', { requester, client }),
  };
}

function asked({ from, to, client, mode, visits }: Selection): Readonly<Record<string, string | undefined>> {
  return { from, to, client, mode, visits: visits === undefined ? undefined : String(visits) };
}

function query(values: Readonly<Record<string, string | undefined>>): string {
  return new URLSearchParams(Object.entries(values).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]))).toString();
}
