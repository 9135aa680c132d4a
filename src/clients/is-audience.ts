/** Compares the audience of a token with the endpoint that was called (JWT-6). */

const MOST_AUDIENCES = 100;

/** True when one of the audiences is one of the endpoints, or one of the other names that this client uses, letter by letter. */
export function isAudience(audience: unknown, endpoints: readonly string[], others: readonly string[]): boolean {
  const written: readonly unknown[] = Array.isArray(audience) ? audience.slice(0, MOST_AUDIENCES) : [audience];
  // Most clients write the address as it is published: it takes no URL parser to see that.
  if (written.some((each) => typeof each === 'string' && (others.includes(each) || endpoints.includes(each)))) return true;
  const known = endpoints.map(canonical);
  return written.some((each) => typeof each === 'string' && known.includes(canonical(each)));
}

/** An address as people write it: no blanks, backslashes, escapes, users, queries or dot segments, which a URL parser would tidy away. */
const PLAIN = /^https?:\/\/[a-z\d.:[\]-]+(?:\/[\w.~-]*)*$/i;
const DOTS = /\/\.{1,2}(?:\/|$)/;

/** The same address in one spelling: case of scheme and host, default port, doubled slashes, one slash at the end. */
function canonical(text: string): string {
  const url = PLAIN.test(text) && !DOTS.test(text) ? URL.parse(text) : null;
  if (url === null) return text;
  url.pathname = url.pathname.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  return url.href;
}
