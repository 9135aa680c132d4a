/** What an input file is called where others may read it: files of Bundles are mostly named after their patients. */
import { resourceTypes } from '../../knowledge/fhir-names.ts';

/** `number` counts the inputs from 1, in the order of their paths. */
export function nameInput(name: string, number: number): string {
  if (KNOWN.has(BULK.exec(name)?.[1]?.toLowerCase() ?? '')) return name;
  const [word = ''] = /^[A-Za-z]+/.exec(name) ?? [];
  const [ending] = /(?<=\.)(?:ndjson|jsonl|json)(?:\.gz)?$/i.exec(name) ?? [];
  const said = [TYPES.find((each) => each === word), ending?.toLowerCase()].filter((each) => each !== undefined);
  return `file ${number} of the inputs${said.length === 0 ? '' : ` (${said.join(', ')})`}`;
}

/** As servers name what they export: `Condition.ndjson`, `Condition.000.ndjson`, `1.Condition.ndjson.gz`. A longer number could be a patient's. */
const BULK = /^(?:\d{1,4}\.)?([A-Za-z]+)(?:(?:[._-]\d{1,4})?\.(?:ndjson|jsonl)|\.json)(?:\.gz)?$/i;

/** Of R4, and what other versions call some of them. */
const TYPES = [...resourceTypes(), 'ProcedureRequest', 'MedicationOrder', 'MedicationUsage', 'Bundle'];
const KNOWN = new Set([...TYPES.map((type) => type.toLowerCase()), 'manifest', 'error', 'errors']);
