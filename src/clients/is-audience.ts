/** Compares the audience of a token with the endpoint that was called (JWT-6). */

const MOST_AUDIENCES = 20;

/** True when one of the audiences is one of the endpoints, or one of the other names that this client uses, letter by letter. */
export function isAudience(audience: unknown, endpoints: readonly string[], others: readonly string[]): boolean {
  const written: readonly unknown[] = Array.isArray(audience) ? audience.slice(0, MOST_AUDIENCES) : [audience];
  const known = endpoints.map(canonical);
  return written.some((each) => typeof each === 'string' && (others.includes(each) || known.includes(canonical(each))));
}

/** The same address in one spelling: case of scheme and host, default port, doubled slashes, one slash at the end. */
function canonical(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return text;
  url.pathname = url.pathname.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  return url.href;
}
