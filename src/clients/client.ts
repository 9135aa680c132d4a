/** Who is calling, as far as it was proven, and how that client likes its answers. */
import type { Get } from '../outbound/create-getter.ts';
import type { KeySet } from './key-set.ts';
import type { Algorithm } from './verification-key.ts';

/** Name of a capability profile (CDS Hooks service requirements, TEN-1); what each means is the response's business. */
export type ClientProfile = 'default' | 'epic' | 'sandbox' | 'hooks-1.0';

/** Where one client differs from its profile: each site of an EHR is set up in its own way. */
export interface ClientCapabilities {
  readonly selectionBehavior?: 'at-most-one' | 'any';
  readonly takesSeveral?: boolean;
  readonly takesOneAction?: boolean;
  readonly takesUpdates?: boolean;
  readonly deletesBy?: 'resourceId' | 'resource';
  readonly systemActions?: 'root' | 'extension' | 'both' | 'none';
  readonly detail?: 'markdown' | 'text';
  readonly isQuietOnSelect?: boolean;
  readonly repeatsAtSigning?: boolean;
}

/** One caller, with what belongs to it and to nobody else (TEN-1, TEN-2). */
export interface Client {
  /** Stable name for logs and records; `anonymous` where nothing was proven. */
  readonly id: string;
  readonly profile: ClientProfile;
  readonly capabilities: ClientCapabilities;
  /** BCP 47: what its users read. English where nothing is said. */
  readonly language?: string;
  /** `shadow`: judged and logged, and answered with no card. */
  readonly mode: 'live' | 'shadow';
  /** Base URLs, without a trailing slash, that may be called with a token of this client (FHIR-1). */
  readonly fhirServers: readonly string[];
  /** Base URLs that may be called without a token (PF-5). */
  readonly openFhirServers: readonly string[];
  /** The way to this client's servers, and to no other address. */
  readonly get: Get;
}

/** A client as the registry has it: what its tokens must look like (JWT-4 to JWT-12). */
export interface RegisteredClient extends Client {
  /** What its tokens name as their issuer. */
  readonly iss: string;
  /** Where its keys are; a token that points elsewhere is none of its. Absent where they are configured. */
  readonly jku?: string;
  readonly keys: KeySet;
  /** Networks its servers may be in. */
  readonly networks: readonly string[];
  readonly algorithms: readonly Algorithm[];
  /** Audiences it writes instead of the address of the endpoint. */
  readonly audiences: readonly string[];
  /** The `sub` of its tokens, where that is to be checked. */
  readonly subject?: string;
  /** Its tenants; with such a list every token must name one of them. */
  readonly tenants?: readonly string[];
}
