/** `node test/support/get.ts RULES URL`: gets a URL by the service's own getter in a process of its own, and prints what came of it. */
import { createGetter } from '../../src/outbound/create-getter.ts';
import { OutboundError } from '../../src/errors.ts';

const [rules, url] = process.argv.slice(2) as [string, string];
try {
  const { status, bytes } = await createGetter(JSON.parse(rules))(new URL(url), { headers: {}, signal: AbortSignal.timeout(3000), maxBytes: 1000 });
  console.log(JSON.stringify({ status, bytes }));
} catch (error) {
  console.log(JSON.stringify(error instanceof OutboundError ? { refused: error.kind, message: error.message } : { thrown: String(error) }));
}
process.exit(0);
