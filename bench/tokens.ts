/** The caller of a load run: an RS384 key, the file that registers it, and tokens, each good for one call, made before the clock runs. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Caller {
  /** Path for `CLIENTS`. */
  readonly clientsFile: string;
  /** Public half, PEM. */
  readonly key: string;
  /** That many tokens nobody has used. */
  readonly tokens: (count: number) => Promise<readonly string[]>;
}

const ISSUER = 'https://ehr.example.org';
const KEY_BITS = 2048;
/** As long as the service lets a token live. */
const LIFE_S = 3600;
const AT_ONCE = 256;
const signAside = promisify(sign);

/** A new caller whose tokens are for one endpoint. Writes into the folder. */
export function createCaller(folder: string, audience: string): Caller {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
  const clientsFile = join(folder, 'clients.json');
  writeFileSync(clientsFile, JSON.stringify({ clients: [{ id: 'ehr', iss: ISSUER, jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS384', use: 'sig' }] } }] }));
  const header = encode({ alg: 'RS384', typ: 'JWT', kid: 'one' });
  const token = async (): Promise<string> => {
    const iat = Math.floor(Date.now() / 1000);
    const text = `${header}.${encode({ iss: ISSUER, aud: audience, iat, exp: iat + LIFE_S, jti: randomUUID() })}`;
    return `${text}.${(await signAside('sha384', Buffer.from(text), privateKey)).toString('base64url')}`;
  };
  return {
    clientsFile,
    key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    tokens: async (count) => {
      const made: string[] = [];
      while (made.length < count) for (const each of await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - made.length) }, token))) made.push(each);
      return made;
    },
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
