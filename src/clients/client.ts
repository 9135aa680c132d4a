/** Who is calling, as far as it was proven, and how that client likes its answers. */

/** Name of a capability profile (CDS Hooks service requirements, TEN-1); what each means is the response's business. */
export type ClientProfile = 'default' | 'epic' | 'sandbox' | 'hooks-1.0';

/** One caller. A registry will add the tenant and the FHIR servers that belong to it. */
export interface Client {
  /** Stable name for logs and records; `anonymous` where nothing was proven. */
  readonly id: string;
  readonly profile: ClientProfile;
}
