/** Gate "shape": every knowledge file fits the JSON Schema of its kind. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Problem } from '../errors.ts';
import { nearestName } from './nearest-name.ts';
import type { KnowledgeFile } from './read-files.ts';

/** Every way in which files do not fit; a file of a kind without schema is a problem too. */
export function checkShape(folder: string, files: readonly KnowledgeFile[]): readonly Problem[] {
  const validators = readSchemas(join(folder, 'schema'));
  return files.flatMap(({ path, kind, content }): readonly Problem[] => {
    const validate = validators.get(kind);
    if (validate === undefined) return [{ pointer: `${path}#`, message: `no schema for this kind of file (${[...validators.keys()].join(', ')})${nearestName(kind, validators.keys())}` }];
    if (validate(content)) return pathProblems(path, content);
    return (validate.errors ?? []).map((error) => ({ pointer: `${path}#${error.instancePath}`, message: `${error.message ?? 'is wrong'}${detailOf(error)}` }));
  });
}

/** A file in a folder of many carries its own name. */
function pathProblems(path: string, content: unknown): readonly Problem[] {
  const [, folder, name] = path.split('/');
  const { id, language } = content as { readonly id?: unknown; readonly language?: unknown };
  const [key, own] = id === undefined ? ['language', language] : ['id', id];
  if (name === undefined || folder === undefined || typeof own !== 'string' || name.replace(/\.(yaml|json)$/, '') === own) return [];
  return [{ pointer: `${path}#/${key}`, message: `must be the name of the file, is ${own}` }];
}

function readSchemas(folder: string): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, strictRequired: false, allowUnionTypes: true });
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.schema.json')) : [];
  return new Map(names.map((name) => [name.replace('.schema.json', ''), ajv.compile(JSON.parse(readFileSync(join(folder, name), 'utf8')) as object)]));
}

function detailOf({ params, parentSchema, data }: ErrorObject): string {
  const { additionalProperty, allowedValues, missingProperty } = params as Readonly<Record<string, unknown>>;
  if (typeof additionalProperty === 'string') return ` (${additionalProperty})${nearestName(additionalProperty, Object.keys((parentSchema?.['properties'] ?? {}) as object))}`;
  if (Array.isArray(allowedValues)) return ` (${allowedValues.join(', ')})${typeof data === 'string' ? nearestName(data, allowedValues.map(String)) : ''}`;
  return missingProperty === undefined ? '' : ` (${String(missingProperty)})`;
}
