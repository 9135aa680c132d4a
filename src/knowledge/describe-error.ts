/** What a validator found wrong, in words for the author of the file. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Problem } from '../errors.ts';
import { nearestName } from './nearest-name.ts';

/** The pointer is that of the content. A validator that is `verbose` lets the nearest name be suggested. */
export function describeError(error: ErrorObject): Problem {
  return { pointer: error.instancePath, message: `${error.message ?? 'is wrong'}${detailOf(error)}` };
}

function detailOf({ params, parentSchema, data }: ErrorObject): string {
  const { additionalProperty, allowedValues, missingProperty } = params as Readonly<Record<string, unknown>>;
  if (typeof additionalProperty === 'string') return ` (${additionalProperty})${nearestName(additionalProperty, Object.keys((parentSchema?.['properties'] ?? {}) as object))}`;
  if (Array.isArray(allowedValues)) return ` (${allowedValues.join(', ')})${typeof data === 'string' ? nearestName(data, allowedValues.map(String)) : ''}`;
  return missingProperty === undefined ? '' : ` (${String(missingProperty)})`;
}
