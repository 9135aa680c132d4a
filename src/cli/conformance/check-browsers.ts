/** Whether a client that runs in a browser can call (Fetch Standard, CORS). */
import { judge, type Check, type Evidence } from './check.ts';
import { evidenceOf, unless, type Exchange, type Probe } from './create-probe.ts';

const ORIGIN = 'https://ehr.example.org';

export async function checkBrowsers({ service, ask, url }: Probe): Promise<readonly Check[]> {
  const about = service.id;
  const preflight = await ask('a preflight', { method: 'OPTIONS', token: { value: undefined }, headers: { Origin: ORIGIN, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,content-type', 'Content-Type': '' } });
  const answered = await ask('a call from a browser', { headers: { Origin: ORIGIN } });
  const refused = await ask('a call from a browser that is refused', { raw: '{', headers: { Origin: ORIGIN } });
  const discovery = await ask('discovery with a token that is none', { method: 'GET', url: new URL(url.href.replace(/\/[^/]+$/, '')), token: { value: 'no-token' }, headers: { Origin: ORIGIN, 'Content-Type': '' } });
  return [
    judge('CORS-1', about, unless(preflight, (status) => status === 200 || status === 204, 'it should be 200 or 204')),
    judge('CORS-2', about, [...checkPreflight(preflight), ...checkOrigin(answered)]),
    judge('CORS-4', about, checkOrigin(refused)),
    judge('DISC-14', about, unless(discovery, (status) => status === 200, 'it should be 200')),
  ];

  function checkPreflight(exchange: Exchange): readonly Evidence[] {
    const allowed = (exchange.headers['access-control-allow-headers'] ?? '').toLowerCase();
    const missing = ['authorization', 'content-type'].filter((name) => !allowed.includes(name));
    return [
      ...checkOrigin(exchange),
      // A star does not cover Authorization.
      ...(missing.length > 0 ? [evidenceOf(exchange, `Access-Control-Allow-Headers does not name ${missing.join(', ')}`)] : []),
      ...(/\bPOST\b|\*/.test(exchange.headers['access-control-allow-methods'] ?? 'POST') ? [] : [evidenceOf(exchange, 'Access-Control-Allow-Methods does not name POST')]),
    ];
  }

  function checkOrigin(exchange: Exchange): readonly Evidence[] {
    return ['*', ORIGIN].includes(exchange.headers['access-control-allow-origin'] ?? '') ? [] : [evidenceOf(exchange, `Access-Control-Allow-Origin lets ${ORIGIN} not read it`)];
  }
}
