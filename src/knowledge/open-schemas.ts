/** The JSON Schemas of a knowledge folder. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Problem } from '../errors.ts';
import { nearestName } from './nearest-name.ts';

export interface Schemas {
  readonly kinds: readonly string[];
  /** Every way in which content does not fit the kind, with its pointer below the file. `undefined` for a kind without schema. */
  problemsOf(kind: string, content: unknown): readonly Problem[] | undefined;
}

type ValidatorOf = (kind: string) => ValidateFunction;

/** Each is compiled when it is first asked for: to tell whether content fits, and only where some does not, to tell every way in which. */
export function openSchemas(folder: string): Schemas {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.schema.json')) : [];
  const kinds = names.map((name) => name.replace('.schema.json', ''));
  // That the schemas themselves are sound is for a test; most of their mistakes are thrown here too.
  const quick = validators(folder, { validateSchema: false, messages: false });
  const thorough = validators(folder, { allErrors: true, verbose: true });
  return {
    kinds,
    problemsOf: (kind, content) => {
      if (!kinds.includes(kind)) return undefined;
      if (quick(kind)(content)) return [];
      const validate = thorough(kind);
      return validate(content) ? [] : (validate.errors ?? []).map((error) => ({ pointer: error.instancePath, message: `${error.message ?? 'is wrong'}${detailOf(error)}` }));
    },
  };
}

function validators(folder: string, options: Options): ValidatorOf {
  // Each is used some times only: what making it faster takes is not won back.
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, code: { optimize: false }, ...options });
  const compiled = new Map<string, ValidateFunction>();
  return (kind) => {
    const validate = compiled.get(kind) ?? ajv.compile(JSON.parse(readFileSync(join(folder, `${kind}.schema.json`), 'utf8')) as object);
    compiled.set(kind, validate);
    return validate;
  };
}

function detailOf({ params, parentSchema, data }: ErrorObject): string {
  const { additionalProperty, allowedValues, missingProperty } = params as Readonly<Record<string, unknown>>;
  if (typeof additionalProperty === 'string') return ` (${additionalProperty})${nearestName(additionalProperty, Object.keys((parentSchema?.['properties'] ?? {}) as object))}`;
  if (Array.isArray(allowedValues)) return ` (${allowedValues.join(', ')})${typeof data === 'string' ? nearestName(data, allowedValues.map(String)) : ''}`;
  return missingProperty === undefined ? '' : ` (${String(missingProperty)})`;
}
