/** The way from a page back to the root of the service, as its links need it. */
import type { Request } from 'express';

/** `.` for `/stewardship`, `..` for `/stewardship/orders`: right behind any prefix, as only what is below is counted. */
export function pageRoot({ baseUrl, path }: Pick<Request, 'baseUrl' | 'path'>): string {
  const below = `${baseUrl}${path === '/' ? '' : path}`.split('/').length - 2;
  return below === 0 ? '.' : Array.from({ length: below }, () => '..').join('/');
}
