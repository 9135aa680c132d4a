/** Fills a prefetch template as a client would (CDS Hooks 2.0, Prefetch tokens; TOK-1 to TOK-3). */

const TOKEN = /\{\{\s*([\w.]+)\s*\}\}/g;

/** The URL a template stands for below a base, each value percent-encoded; `undefined` where a token has no value or the value leads elsewhere. */
export function fillQuery(template: string, tokens: Readonly<Record<string, string>>, base: string): URL | undefined {
  let isComplete = true;
  const query = template.replace(TOKEN, (_, name: string) => {
    const value = Object.hasOwn(tokens, name) ? tokens[name]! : '';
    // "." and ".." are segments that a URL swallows.
    if (value === '' || /^\.{1,2}$/.test(value) || !value.isWellFormed()) isComplete = false;
    return isComplete ? encodeURIComponent(value) : '';
  });
  const url = isComplete ? URL.parse(`${base}/${query}`) : null;
  return url !== null && isBelow(url, base) ? url : undefined;
}

/** Same scheme, host and port, and a path that is the base or below it: where a token may go (PF-6). Servers page with `base?_getpages=…` too. */
export function isBelow(url: URL, base: string): boolean {
  const root = URL.parse(`${base}/`);
  const isPlain = url.username === '' && url.password === '';
  // A server may decode before it resolves dots.
  const climbs = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:[/\\]|%2f|%5c|$)/i.test(url.pathname);
  return root !== null && isPlain && url.origin === root.origin && `${url.pathname}/`.startsWith(root.pathname) && !climbs;
}
