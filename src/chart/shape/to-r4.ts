/** Any FHIR version's resource as R4 writes it (FHIR-6): detected element by element, because no version is announced (CTX-10). */
import type { Resource } from '../../decision/chart.ts';
import { allergyIntolerance } from './allergy-intolerance.ts';
import { condition } from './condition.ts';
import { isObject, reshapeElement } from './element.ts';
import { diagnosticReport } from './diagnostic-report.ts';
import { encounter } from './encounter.ts';
import type { Edit, ElementKind, Form } from './form.ts';
import { medicationAdministration, medicationDispense, medicationRequest, medicationStatement } from './medication.ts';
import { observation } from './observation.ts';
import { otherResource } from './other-resource.ts';
import { patient } from './patient.ts';
import { procedure } from './procedure.ts';
import { serviceRequest } from './service-request.ts';

const forms: ReadonlyMap<string, CompiledForm> = new Map([
  ['AllergyIntolerance', compile(allergyIntolerance)],
  ['Condition', compile(condition)],
  ['DiagnosticReport', compile(diagnosticReport)],
  ['Encounter', compile(encounter)],
  ['MedicationAdministration', compile(medicationAdministration)],
  ['MedicationDispense', compile(medicationDispense)],
  ['MedicationOrder', compile(medicationRequest)],
  ['MedicationRequest', compile(medicationRequest)],
  ['MedicationStatement', compile(medicationStatement)],
  ['MedicationUsage', compile(medicationStatement)],
  ['Observation', compile(observation)],
  ['Patient', compile(patient)],
  ['Procedure', compile(procedure)],
  ['ProcedureRequest', compile(serviceRequest)],
  ['ServiceRequest', compile(serviceRequest)],
]);
const other = compile(otherResource);

/** Names are upper camel case in every version; anything else is no resource. */
const TYPE_NAME = /^[A-Z][A-Za-z]{2,63}$/;

/** A value that can be read as a FHIR resource. */
export function isResource(value: unknown): value is Resource {
  if (!isObject(value) || typeof value['resourceType'] !== 'string') return false;
  return forms.has(value['resourceType']) || TYPE_NAME.test(value['resourceType']);
}

/** What R4 calls a resource type of any version. */
export function r4TypeOf(type: string): string {
  return forms.get(type)?.type ?? type;
}

/** The resource in R4 shape: itself where nothing differs, else a copy. Elements that nobody here knows stay as they are. */
export function toR4(resource: Resource): Resource {
  const form = forms.get(resource.resourceType) ?? other;
  return isInR4(resource, form) ? resource : copyInR4(resource, form);
}

/** As nearly all are: found out once for each, and nothing is made for it. */
function isInR4(resource: Resource, { type, rules }: CompiledForm): boolean {
  if (type !== undefined && resource.resourceType !== type) return false;
  if (resource.id !== undefined && typeof resource.id !== 'string') return false;
  for (const element in resource) {
    const value = resource[element];
    if (value === null) return false;
    const rule = rules.get(element);
    if (rule !== undefined && !keeps(rule, element, value)) return false;
  }
  return true;
}

function keeps({ name, kind, isOdd }: Rule, element: string, value: unknown): boolean {
  return element === name && (kind === undefined || reshapeElement(value, kind) === value) && isOdd?.(value) !== true;
}

function copyInR4(resource: Resource, form: CompiledForm): Resource {
  let copy: Record<string, unknown> | undefined;
  const edit: Edit = {
    get: (element) => (copy ?? resource)[element],
    set: (element, value) => {
      copy ??= { ...resource };
      if (value === undefined) delete copy[element];
      else copy[element] = value;
    },
  };
  if (form.type !== undefined && resource.resourceType !== form.type) edit.set('resourceType', form.type);
  for (const element in resource) {
    const value = resource[element];
    const rule = form.rules.get(element);
    if (value === null) clear(edit, element);
    else if (rule !== undefined) reshape(edit, element, value, rule);
  }
  if (typeof resource.id !== 'string' && resource.id !== undefined) edit.set('id', typeof resource.id === 'number' ? String(resource.id) : undefined);
  if (form.adjust !== undefined && Object.keys(form.oddities!).some((element) => resource[element] !== undefined)) form.adjust(edit);
  return (copy as Resource | undefined) ?? resource;
}

/** What to do with one element: give it its R4 name, its R4 shape, or both. */
interface Rule {
  readonly name: string;
  readonly kind?: ElementKind;
  readonly isOdd?: (value: unknown) => boolean;
}

interface CompiledForm extends Pick<Form, 'oddities' | 'adjust'> {
  readonly type?: string;
  /** A Map, because a request may name an element `constructor`. */
  readonly rules: ReadonlyMap<string, Rule>;
}

function compile({ elements, renamed, ...form }: Omit<Form, 'type'> & Partial<Pick<Form, 'type'>>): CompiledForm {
  const { oddities = {} } = form;
  const ruleOf = (name: string): Rule => ({ name, ...(elements[name] !== undefined && { kind: elements[name] }), ...(oddities[name] !== undefined && { isOdd: oddities[name] }) });
  const own = [...Object.keys(elements), ...Object.keys(oddities)];
  const rules = [...own.map((name) => [name, ruleOf(name)] as const), ...Object.entries(renamed).map(([from, to]) => [from, ruleOf(to)] as const)];
  return { ...form, rules: new Map(rules) };
}

/** FHIR knows no null; an older element of the same meaning may have taken the place by now. */
function clear(edit: Edit, element: string): void {
  if (edit.get(element) === null) edit.set(element, undefined);
}

function reshape(edit: Edit, element: string, value: unknown, { name, kind }: Rule): void {
  const shaped = kind === undefined ? value : reshapeElement(value, kind);
  if (element === name) return shaped === value ? undefined : edit.set(name, shaped);
  edit.set(element, undefined);
  if ((edit.get(name) ?? undefined) === undefined) edit.set(name, shaped);
}
