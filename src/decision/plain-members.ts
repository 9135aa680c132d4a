/** Members of resources, elements and records, as criteria name them. */
import r4 from 'fhirpath/fhir-context/r4';
import { NONE, type Place, type Read, type Scope, type Step, type Values } from './plain-step.ts';

/** By path: the types of an element that has one of several (FHIR R4, "choice of data types"), as they end its name. */
const choices = r4.choiceTypePaths as Readonly<Record<string, readonly string[]>>;
/** Names that may be such a choice somewhere below a resource. */
const choiceNames = new Set(Object.keys(choices).map((path) => path.split('.')).filter(([type, ...rest]) => rest.length > 1 || !isResourceType(type!)).map((names) => names.at(-1)!));

/** `undefined` where the element might be one of several types, and its parent is not known. */
export function memberOf(place: Place, name: string): Step | undefined {
  if (place === 'resource') {
    const choose = createChooser(name);
    return { read: ofEach((item, scope) => choose(item, scope)?.value), place: 'element' };
  }
  const field = fieldOf(name);
  const isChoice = place === 'element' ? choiceNames.has(name) : place !== 'record' && choices[`${place.type}.${name}`] !== undefined;
  if (isChoice) return undefined;
  // A resource within another is one that tells what it is.
  return { read: ofEach((item, scope) => (item['resourceType'] === undefined ? read(item, field, scope) : odd(scope))), place: place === 'record' ? place : 'element' };
}

function isResourceType(type: string): boolean {
  return ['DomainResource', 'Resource'].includes((r4.type2Parent as Readonly<Record<string, string>>)[type] ?? '');
}

/** An element of several types where it has one of them: `value.ofType(Quantity)`. */
export function choiceOf(name: string, type: string): Step {
  const choose = createChooser(name);
  const ending = type.charAt(0).toUpperCase() + type.slice(1);
  return {
    read: ofEach((item, scope) => {
      const { field, value } = choose(item, scope) ?? {};
      if (field === undefined) return value;
      if (field.type === ending) return isElement(value) === COMPLEX.includes(ending) ? value : odd(scope);
      // A type that FHIRPath may take for another (a code for a string) is for it to tell.
      return field.type !== undefined && DISTINCT.includes(field.type) && DISTINCT.includes(ending) ? undefined : odd(scope);
    }),
    place: { type },
  };
}

/** Types of FHIR R4 that are written as an object; the others are primitive. */
const COMPLEX = ['Quantity', 'CodeableConcept', 'Period', 'Range', 'Ratio', 'SampledData', 'Age', 'Timing', 'Reference', 'Coding'];
const DISTINCT = ['Quantity', 'CodeableConcept', 'String', 'Boolean', 'DateTime', 'Integer', 'Period', 'Range', 'Ratio', 'Time', 'SampledData'];

function isElement(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Item = Readonly<Record<string, unknown>>;

/** An element's name, and the one under which FHIR says something beside a primitive value. */
interface Field {
  readonly name: string;
  readonly beside: string;
  readonly type?: string;
}

/** Looks under the name, or the names it has by type where the resource has it so; the first that is there is it. */
function createChooser(name: string): (item: Item, scope: Scope) => { readonly field: Field; readonly value: unknown } | undefined {
  const plain = [fieldOf(name)];
  const known = new Map<unknown, readonly Field[]>();
  const fieldsOf = (type: unknown): readonly Field[] => {
    const fields = choices[`${String(type)}.${name}`]?.map((each) => ({ ...fieldOf(name + each), type: each })) ?? plain;
    known.set(type, fields);
    return fields;
  };
  return (item, scope) => {
    const type = item['resourceType'];
    const fields = type === undefined ? plain : known.get(type) ?? fieldsOf(type);
    for (const field of fields) {
      const value = read(item, field, scope);
      if (value !== undefined) return { field, value };
    }
    return undefined;
  };
}

function fieldOf(name: string): Field {
  return { name, beside: `_${name}` };
}

function read(item: Item, { name, beside }: Field, scope: Scope): unknown {
  const value = item[name];
  return value === null || item[beside] !== undefined ? odd(scope) : value;
}

function odd(scope: Scope): undefined {
  scope.isOdd = true;
}

/** The members of all, one after the other; a list is its items. */
function ofEach(member: (item: Item, scope: Scope) => unknown): Read {
  return (focus, scope) => {
    let values: unknown[] | undefined;
    for (const item of focus) {
      const value = typeof item === 'object' && item !== null ? member(item as Item, scope) : odd(scope);
      if (value === undefined) continue;
      if (Array.isArray(value)) {
        if (value.some((each) => each === null || each === undefined || Array.isArray(each))) odd(scope);
        if (focus.length === 1) return value as Values;
        (values ??= []).push.apply(values, value);
      } else {
        (values ??= []).push(value);
      }
    }
    return values ?? NONE;
  };
}
