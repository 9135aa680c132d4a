/** Looks at every address of a name before a connection is made to it (FHIR-1). */
import type { LookupAddress, LookupOptions } from 'node:dns';
import { OutboundError } from '../errors.ts';
import { shareLookup } from './share-lookup.ts';

type LookupDone = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Resolves a name and lets no connection through unless all its addresses may be called: a name must not hide another. */
export function guardedLookup(isFine: (address: string) => boolean): (host: string, options: LookupOptions, done: LookupDone) => void {
  return (host, options, done) => {
    shareLookup(host, options, (error, addresses) => {
      if (error !== null) return done(error, []);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isFine(address))) return done(new OutboundError('refused', 'its address may not be called'), []);
      if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
