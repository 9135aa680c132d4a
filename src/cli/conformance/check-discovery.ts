/** The discovery document and its templates (CDS Hooks 2.0, Discovery and Prefetch Template). */
import { judge, skip, type Check, type Evidence } from './check.ts';
import { hookFields } from './hook-fields.ts';
import { isObject, isText, listOf, objectOf, type Json } from './json.ts';
import type { Described } from './neutral-request.ts';
import { parseTemplate } from './parse-template.ts';
import type { RequirementId } from './requirements.ts';

const CALL = 'GET discovery';
const ABOUT = 'discovery';
const USER_TOKENS = ['userPractitionerId', 'userPractitionerRoleId', 'userPatientId', 'userRelatedPersonId'];
/** Values of a search may hold anything: an address, a system with its bar. */
const READ = /^[A-Z][A-Za-z]+(?:\/[^/?]+|\?.+)$/;
/** Chaining, modifiers but `:in`, and what brings other resources along. */
const UNUSUAL = /[.]|:(?!in$)|^_(?!count$|sort$|lastUpdated$|id$|maxresults$)/;

export function checkDiscovery(body: unknown): readonly Check[] {
  const { services } = objectOf(body);
  if (!isObject(body) || !Array.isArray(services)) return [judge('DISC-2', ABOUT, [at('', 'is no object with a list `services`')])];
  const entries = services.map((value, index) => ({ pointer: `/services/${index}`, entry: objectOf(value) }));
  const each = (id: RequirementId, find: (entry: Json, pointer: string) => readonly Evidence[]): Check => judge(id, ABOUT, entries.flatMap(({ entry, pointer }) => find(entry, pointer)));
  return [
    judge('DISC-2', ABOUT, []),
    each('DISC-4', (entry, pointer) => ['hook', 'description', 'id'].filter((name) => !isText(entry[name])).map((name) => at(`${pointer}/${name}`, 'is no text'))),
    each('DISC-5', (entry, pointer) => (isText(entry['title']) ? [] : [at(`${pointer}/title`, 'is no text')])),
    each('DISC-6', checkPrefetch),
    each('DISC-7', ({ usageRequirements }, pointer) => (usageRequirements === undefined || isText(usageRequirements) ? [] : [at(`${pointer}/usageRequirements`, 'is no text')])),
    each('DISC-8', ({ version }, pointer) => (version === undefined || /^\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?$/.test(String(version)) ? [] : [at(`${pointer}/version`, 'is no semantic version')])),
    judge('DISC-21', ABOUT, entries.filter(({ entry }, index) => entries.findIndex((other) => other.entry['id'] === entry['id'] && other.entry['hook'] === entry['hook']) !== index).map(({ pointer }) => at(pointer, 'is listed before, for the same hook'))),
    each('DISC-12', ({ id }, pointer) => (!isText(id) || /^[A-Za-z0-9._-]+$/.test(id) ? [] : [at(`${pointer}/id`, 'has characters other than letters, digits, dot, dash and underscore')])),
    each('DISC-17', (entry, pointer) => ['title', 'description'].filter((name) => /<[A-Za-z/!]/.test(String(entry[name] ?? ''))).map((name) => at(`${pointer}/${name}`, 'has HTML in it'))),
    ...checkTemplates(entries),
  ];
}

/** The entries that can be called. */
export function describedIn(body: unknown): readonly Described[] {
  return listOf(objectOf(body)['services']).map(objectOf).flatMap(({ id, hook, prefetch }) => (isText(id) && isText(hook) ? [{ id, hook, prefetch: Object.fromEntries(Object.entries(objectOf(prefetch)).filter((pair): pair is [string, string] => isText(pair[1]))) }] : []));
}

function checkPrefetch({ prefetch }: Json, pointer: string): readonly Evidence[] {
  if (prefetch === undefined) return [];
  if (!isObject(prefetch)) return [at(`${pointer}/prefetch`, 'is no object')];
  return Object.entries(prefetch).flatMap(([key, template]) => [
    ...(/^\S+( \S+)*$/.test(key) ? [] : [at(`${pointer}/prefetch/${escaped(key)}`, 'is a key with blanks at its ends, or two together')]), ...(isText(template) ? [] : [at(`${pointer}/prefetch/${escaped(key)}`, 'is no text')]),
  ]);
}

function checkTemplates(entries: readonly { readonly pointer: string; readonly entry: Json }[]): readonly Check[] {
  const templates = entries.flatMap(({ pointer, entry }) => Object.entries(objectOf(entry['prefetch'])).filter((pair): pair is [string, string] => isText(pair[1]))
    .map(([key, text]) => ({ text, parsed: parseTemplate(text), hook: String(entry['hook']), pointer: `${pointer}/prefetch/${escaped(key)}` })));
  const ids = ['TOK-1', 'TOK-2', 'TOK-3', 'TOK-4', 'TOK-6', 'TOK-7'] as const;
  if (templates.length === 0) return ids.map((id) => skip(id, ABOUT, 'there are no prefetch templates'));
  const each = (id: RequirementId, fault: string, isFine: (template: (typeof templates)[number]) => boolean): Check => judge(id, ABOUT, templates.filter((template) => !isFine(template)).map(({ pointer }) => at(pointer, fault)));
  return [
    each('TOK-1', 'has braces that do not pair', ({ parsed }) => parsed.isPaired),
    each('TOK-2', 'has a token that is none', ({ parsed }) => parsed.tokens.every((token) => USER_TOKENS.includes(token) || /^context\.\w+$/.test(token))),
    each('TOK-3', 'has a context field that the hook does not offer to templates', ({ parsed, hook }) => parsed.tokens.every((token) => isOffered(token, hook))),
    each('TOK-4', 'is no read or search, or uses what few servers know', ({ text, parsed }) => READ.test(text.replace(/\{\{[^}]*\}\}/g, 'x')) && !parsed.parameters.some((name) => UNUSUAL.test(name))),
    each('TOK-6', 'has a parameter twice', ({ parsed }) => new Set(parsed.parameters).size === parsed.parameters.length),
    each('TOK-7', 'has a character that needs encoding', ({ text }) => /^[A-Za-z0-9/?=&._{},:-]+$/.test(text)),
  ];
}

/** Of a hook that is not in the library nobody can know. */
function isOffered(token: string, hook: string): boolean {
  const fields = hookFields[hook];
  return fields === undefined || !token.startsWith('context.') || fields.some(({ name, isToken }) => isToken && `context.${name}` === token);
}

function at(pointer: string, fault: string): Evidence {
  return { call: CALL, status: 200, pointer, fault };
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
