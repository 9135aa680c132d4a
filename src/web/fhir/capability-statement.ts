/** /fhir/metadata: what of the knowledge can be read as FHIR. */
import { searchParameters } from './search.ts';

type Json = Readonly<Record<string, unknown>>;

/** `date` is the version date of the knowledge; reading and searching only. */
export function capabilityStatement(types: readonly string[], base: string, { date, version }: { readonly date: string; readonly version: string }): Json {
  return {
    resourceType: 'CapabilityStatement', id: 'knowledge', url: `${base}/CapabilityStatement/knowledge`, version, name: 'BackstopKnowledge', title: 'The knowledge of Backstop', status: 'active', experimental: false, date, publisher: 'Backstop', kind: 'instance',
    description: 'Value sets, criteria and drafts as Backstop uses them. There is no patient data here.',
    software: { name: 'Backstop' }, implementation: { description: 'The knowledge of Backstop, to read', url: base }, fhirVersion: '4.0.1', format: ['json'],
    rest: [{ mode: 'server', resource: types.map((type) => ({ type, interaction: [{ code: 'read' }, { code: 'search-type' }], versioning: 'no-version', searchParam: searchParameters.map(({ name, type: kind }) => ({ name, type: kind })) })) }],
  };
}
