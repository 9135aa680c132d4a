/** The JSON Schemas of a knowledge folder. */
import { existsSync, readdirSync } from 'node:fs';
import { Ajv2020, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Problem } from '../errors.ts';
import { describeError } from './describe-error.ts';
import { asKnowledgeError, readSchema } from './read-schema.ts';

export interface Schemas {
  readonly kinds: readonly string[];
  /**
   * Every way in which content does not fit the kind, with its pointer below the file. `undefined` for a kind without schema.
   * Throws KnowledgeError for a schema that cannot be relied on.
   */
  problemsOf(kind: string, content: unknown): readonly Problem[] | undefined;
}

type ValidatorOf = (kind: string) => ValidateFunction;

/** Each is compiled when it is first asked for: to tell whether content fits, and only where some does not, to tell every way in which. */
export function openSchemas(folder: string): Schemas {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.schema.json')) : [];
  const kinds = names.map((name) => name.replace('.schema.json', ''));
  const quick = validators(folder, { messages: false });
  const thorough = validators(folder, { allErrors: true, verbose: true });
  return {
    kinds,
    problemsOf: (kind, content) => {
      if (!kinds.includes(kind)) return undefined;
      if (quick(kind)(content)) return [];
      const validate = thorough(kind);
      return validate(content) ? [] : (validate.errors ?? []).map(describeError);
    },
  };
}

function validators(folder: string, options: Options): ValidatorOf {
  // That schemas are sound is seen when they are read. Each validator is used some times only: what making it faster takes is not won back.
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, validateSchema: false, code: { optimize: false }, ...options });
  const compiled = new Map<string, ValidateFunction>();
  return (kind) => {
    const validate = compiled.get(kind) ?? compile(ajv, folder, kind);
    compiled.set(kind, validate);
    return validate;
  };
}

function compile(ajv: Ajv2020, folder: string, kind: string): ValidateFunction {
  const schema = readSchema(folder, kind);
  try {
    return ajv.compile(schema);
  } catch (cause) {
    throw asKnowledgeError(kind, 'cannot be used', cause);
  }
}
