/** A prefetch template taken apart (CDS Hooks 2.0, Prefetch Template). */
import type { Json } from './json.ts';

export interface Template {
  /** Of what it reads or searches; undefined where it does not begin like a FHIR path. */
  readonly type?: string;
  readonly isSearch: boolean;
  /** What stands in double braces. */
  readonly tokens: readonly string[];
  /** False where braces do not pair. */
  readonly isPaired: boolean;
  /** Names of the search's parameters, as often as they stand there. */
  readonly parameters: readonly string[];
}

const TOKEN = /\{\{([^{}]*)\}\}/g;
const USER_TYPES: Readonly<Record<string, string>> = { userPractitionerId: 'Practitioner', userPractitionerRoleId: 'PractitionerRole', userPatientId: 'Patient', userRelatedPersonId: 'RelatedPerson' };

export function parseTemplate(text: string): Template {
  const tokens = [...text.matchAll(TOKEN)].map(([, token]) => token!.trim());
  const type = /^([A-Z][A-Za-z]+)(?=[/?]|$)/.exec(text)?.[1];
  const query = text.includes('?') ? text.slice(text.indexOf('?') + 1) : undefined;
  return {
    ...(type !== undefined && { type }),
    isSearch: query !== undefined, tokens, isPaired: !/[{}]/.test(text.replace(TOKEN, '')),
    parameters: (query ?? '').split('&').filter((part) => part !== '').map((part) => part.split('=')[0]!),
  };
}

/** The path with its tokens filled; undefined where the call has no value for one. */
export function fillTemplate(text: string, context: Json): string | undefined {
  const values = parseTemplate(text).tokens.map((token) => valueOf(token, context));
  if (values.includes(undefined)) return undefined;
  let count = -1;
  return text.replace(TOKEN, () => values[count += 1]!);
}

function valueOf(token: string, context: Json): string | undefined {
  const [type, id] = String(context['userId'] ?? '').split('/');
  if (USER_TYPES[token] !== undefined) return USER_TYPES[token] === type ? id : undefined;
  const value = context[token.replace(/^context\./, '')];
  return token.startsWith('context.') && typeof value === 'string' ? value : undefined;
}
