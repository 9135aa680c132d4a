/** Any FHIR version's resource as R4 writes it (FHIR-6): detected element by element, because no version is announced (CTX-10). */
import type { Resource } from '../../decision/chart.ts';
import { allergyIntolerance } from './allergy-intolerance.ts';
import { condition } from './condition.ts';
import { isObject, reshapeElement } from './element.ts';
import { encounter } from './encounter.ts';
import type { Edit, Form } from './form.ts';
import { medicationAdministration, medicationDispense, medicationRequest, medicationStatement } from './medication.ts';
import { observation } from './observation.ts';
import { otherResource } from './other-resource.ts';
import { patient } from './patient.ts';
import { procedure } from './procedure.ts';
import { serviceRequest } from './service-request.ts';

const forms: ReadonlyMap<string, Form> = new Map([
  ['AllergyIntolerance', allergyIntolerance],
  ['Condition', condition],
  ['Encounter', encounter],
  ['MedicationAdministration', medicationAdministration],
  ['MedicationDispense', medicationDispense],
  ['MedicationOrder', medicationRequest],
  ['MedicationRequest', medicationRequest],
  ['MedicationStatement', medicationStatement],
  ['MedicationUsage', medicationStatement],
  ['Observation', observation],
  ['Patient', patient],
  ['Procedure', procedure],
  ['ProcedureRequest', serviceRequest],
  ['ServiceRequest', serviceRequest],
]);

/** Names are upper camel case in every version; anything else is no resource. */
const TYPE_NAME = /^[A-Z][A-Za-z]{2,63}$/;

/** A value that can be read as a FHIR resource. */
export function isResource(value: unknown): value is Resource {
  return isObject(value) && typeof value['resourceType'] === 'string' && TYPE_NAME.test(value['resourceType']);
}

/** The resource in R4 shape: itself where nothing differs, else a copy. Elements that nobody here knows stay as they are. */
export function toR4(resource: Resource): Resource {
  const form = forms.get(resource.resourceType) ?? otherResource(resource.resourceType);
  let copy: Record<string, unknown> | undefined;
  const edit: Edit = {
    get: (element) => (copy ?? resource)[element],
    set: (element, value) => {
      copy ??= { ...resource };
      if (value === undefined) delete copy[element];
      else copy[element] = value;
    },
  };
  if (resource.resourceType !== form.type) edit.set('resourceType', form.type);
  for (const element in resource) reshape(edit, element, resource[element], form);
  if (form.oddities?.some((element) => resource[element] !== undefined)) form.adjust?.(edit);
  return (copy as Resource | undefined) ?? resource;
}

function reshape(edit: Edit, element: string, value: unknown, form: Form): void {
  if (value === null) return edit.get(element) === null ? edit.set(element, undefined) : undefined;
  if (element === 'id') return typeof value === 'string' ? undefined : edit.set('id', typeof value === 'number' ? String(value) : undefined);
  const renamed = own(form.renamed, element);
  const name = renamed ?? element;
  const kind = own(form.elements, name);
  if (renamed !== undefined) {
    edit.set(element, undefined);
    if ((edit.get(renamed) ?? undefined) !== undefined) return;
  }
  const shaped = kind === undefined ? value : reshapeElement(value, kind);
  if (shaped !== value || renamed !== undefined) edit.set(name, shaped);
}

/** A request may name an element `constructor`. */
function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
