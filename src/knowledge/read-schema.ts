/** One schema of a knowledge folder. Operators may bring their own: what is no sound JSON Schema would let content pass unchecked. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { remember } from '../decision/remember.ts';
import { KnowledgeError, type Problem } from '../errors.ts';
import { describeError } from './describe-error.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
/** More than the folders of a process have. */
const MOST_SCHEMAS = 200;

/** Throws KnowledgeError (`schema/<kind>.schema.json#/pointer`) for what cannot be read, or is no JSON Schema of 2020-12. */
export function readSchema(folder: string, kind: string): AnySchema {
  try {
    const { schema, problems } = judged(readFileSync(join(folder, `${kind}.schema.json`), 'utf8'));
    if (problems.length > 0) throw new KnowledgeError(problems.map(({ pointer, message }) => ({ pointer: `${schemaFile(kind)}#${pointer}`, message })));
    return schema;
  } catch (cause) {
    throw asKnowledgeError(kind, 'cannot be read', cause);
  }
}

/** What is thrown when a schema cannot be used, with its file; a KnowledgeError is that already. */
export function asKnowledgeError(kind: string, what: string, cause: unknown): KnowledgeError {
  if (cause instanceof KnowledgeError) return cause;
  return new KnowledgeError([{ pointer: `${schemaFile(kind)}#`, message: `${what}: ${(cause as Error).message.replaceAll('\n', ' ')}` }], { cause });
}

function schemaFile(kind: string): string {
  return `schema/${kind}.schema.json`;
}

/** By its text: once, however often a process opens its knowledge. */
const judged = remember(MOST_SCHEMAS, (text) => {
  const schema = JSON.parse(text) as AnySchema;
  return { schema, problems: problemsOf(schema) };
});

function problemsOf(schema: AnySchema): readonly Problem[] {
  const validate = validatorOf(DIALECT);
  if (validate(schema) !== true) return (validate.errors ?? []).map(describeError);
  const { $schema, $async } = Object(schema) as { readonly $schema?: unknown; readonly $async?: unknown };
  return [
    ...($schema === undefined || $schema === DIALECT ? [] : [{ pointer: '/$schema', message: `must be ${DIALECT}, is ${String($schema)}` }]),
    ...($async === undefined ? [] : [{ pointer: '/$async', message: 'is no keyword of JSON Schema, and its answer would come too late' }]),
  ];
}

/** Made when the first schema is read; each process does that once. */
const validatorOf = remember(1, (dialect) => new Ajv2020({ code: { optimize: false } }).getSchema(dialect)!);
