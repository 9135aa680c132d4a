/** The way out, in a process of its own: `fetch` behaves otherwise inside the test runner. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { closeFhirServers, startFhirServer, status } from '../support/fhir-server.ts';

afterEach(closeFhirServers);

const run = promisify(execFile);
const local = { networks: [], allowsLoopback: true, allowsHttp: true };
const strict = { networks: [], allowsLoopback: false, allowsHttp: false };

async function get(url: string, rules: object = local): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await run(process.execPath, [join(__dirname, '../support/get.ts'), JSON.stringify(rules), url]);
  return JSON.parse(stdout);
}

describe('createGetter', () => {
  test('FHIR-3 a connection that is reset is tried once more, and no more', async () => {
    let resets = 1;
    const server = await startFhirServer({ default: (request, response) => { resets -= 1; if (resets >= 0) request.socket.destroy(); else status(200, '{}')(request, response); } });
    expect(await get(`${server.base}/a`)).toEqual({ status: 200, bytes: 2 });
    resets = 9;
    expect(await get(`${server.base}/b`)).toMatchObject({ refused: 'unreachable' });
    expect(server.asked.map(({ url }) => url)).toEqual(['/fhir/a', '/fhir/a', '/fhir/b', '/fhir/b']);
  });

  test('FHIR-1 a redirect comes back as what it is', async () => {
    const canary = await startFhirServer({ default: {} });
    const server = await startFhirServer({ default: status(302, '', { Location: canary.base }) });
    expect(await get(server.base)).toMatchObject({ status: 302 });
    expect(canary.asked).toEqual([]);
  });

  test('FHIR-1 an answer beyond the limit is not taken', async () => {
    const server = await startFhirServer({ default: 'x'.repeat(1001) });
    expect(await get(server.base)).toMatchObject({ refused: 'too-large' });
  });

  test('FHIR-1 a server that is not there', async () => {
    const server = await startFhirServer();
    await server.close();
    expect(await get(server.base)).toMatchObject({ refused: 'unreachable' });
  });

  test.each([
    ['http where only https may be', 'http://example.org/', strict], ['another scheme', 'file:///etc/passwd', local],
    ['cloud metadata', 'http://169.254.169.254/latest', local], ['cloud metadata, by https', 'https://169.254.169.254/latest', strict],
    ['loopback', 'https://127.0.0.1/', strict], ['loopback in one number', 'https://2130706433/', strict], ['loopback in hexadecimal', 'https://0x7f.1/', strict], ['loopback, version 6', 'https://[::1]/', strict],
    ['loopback mapped into version 6', 'https://[::ffff:127.0.0.1]/', strict], ['a private network', 'https://10.1.2.3/', local], ['another', 'https://192.168.0.1/', local], ['a unique local address', 'https://[fd00::1]/', local],
    ['http to a public address', 'http://93.184.216.34/', local], ['every interface', 'http://0.0.0.0/', local], ['multicast', 'https://224.0.0.1/', local],
  ])('FHIR-1 refuses %s before it connects', async (_, url, rules) => {
    expect(await get(url, rules)).toMatchObject({ refused: 'refused' });
  });

  test('FHIR-1 refuses a name that resolves to a private address', async () => {
    const server = await startFhirServer({ default: {} });
    expect(await get(server.base.replace('127.0.0.1', 'localhost').replace('http:', 'https:'), strict)).toMatchObject({ refused: 'refused' });
    expect(server.asked).toEqual([]);
  });

  test('FHIR-1 lets a listed network through, by address and by name', async () => {
    const server = await startFhirServer({ default: {} });
    const rules = { networks: ['127.0.0.0/8', '::1/128'], allowsLoopback: false, allowsHttp: true };
    expect(await get(server.base, rules)).toEqual({ status: 200, bytes: 2 });
    expect(await get(server.base.replace('127.0.0.1', 'localhost'), rules)).toEqual({ status: 200, bytes: 2 });
  });
});
