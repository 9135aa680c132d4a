/** Says where a resource is not FHIR R4: unknown elements, lists that should be single, missing required elements, wrong codes, choices made twice, units without meaning. */
import r4 from 'fhirpath/fhir-context/r4';
import r5 from 'fhirpath/fhir-context/r5';
import stu3 from 'fhirpath/fhir-context/stu3';

type Json = Readonly<Record<string, unknown>>;

/** What fhirpath.js knows of a FHIR version. */
interface Model {
  readonly path2Type: Readonly<Record<string, string>>;
  readonly path2Repeating: Readonly<Record<string, boolean>>;
  /** Where an element that has the content of another one is described. */
  readonly pathsDefinedElsewhere: Readonly<Record<string, string>>;
}
const models = { R4: r4 as unknown as Model, STU3: stu3 as unknown as Model, R5: r5 as unknown as Model };

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  ServiceRequest: ['status', 'intent', 'subject'],
  CommunicationRequest: ['status'],
  MedicationRequest: ['status', 'intent', 'subject'],
  MeasureReport: ['status', 'type', 'measure', 'period'],
  ProcedureRequest: ['status', 'intent', 'subject', 'code'],
  ValueSet: ['status', 'url', 'compose'], PlanDefinition: ['status', 'url', 'type'], ActivityDefinition: ['status', 'url', 'kind'], CapabilityStatement: ['status', 'date', 'kind', 'fhirVersion', 'format'], Bundle: ['type'],
};
const CODES: Readonly<Record<string, readonly string[]>> = {
  'MeasureReport.status': ['complete', 'pending', 'error'],
  'MeasureReport.type': ['individual', 'subject-list', 'summary', 'data-collection'],
  'ServiceRequest.intent': ['proposal', 'plan', 'directive', 'order', 'original-order', 'reflex-order', 'filler-order', 'instance-order', 'option'],
  'MedicationRequest.intent': ['proposal', 'plan', 'order', 'original-order', 'reflex-order', 'filler-order', 'instance-order', 'option'],
  'MedicationRequest.status': ['active', 'on-hold', 'cancelled', 'completed', 'entered-in-error', 'stopped', 'draft', 'unknown'],
  'MedicationRequest.priority': ['routine', 'urgent', 'asap', 'stat'],
  'ServiceRequest.priority': ['routine', 'urgent', 'asap', 'stat'],
  'CommunicationRequest.priority': ['routine', 'urgent', 'asap', 'stat'],
  'ServiceRequest.status': ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown'],
  ...Object.fromEntries(['ValueSet', 'PlanDefinition', 'ActivityDefinition', 'CapabilityStatement'].map((type) => [`${type}.status`, ['draft', 'active', 'retired', 'unknown']])),
  'ActivityDefinition.kind': ['ServiceRequest', 'MedicationRequest', 'CommunicationRequest', 'Task'], 'ActivityDefinition.intent': ['proposal', 'plan', 'directive', 'order', 'option'], 'ActivityDefinition.priority': ['routine', 'urgent', 'asap', 'stat'],
  'CapabilityStatement.kind': ['instance', 'capability', 'requirements'], 'CapabilityStatement.rest.mode': ['client', 'server'], 'CapabilityStatement.rest.resource.interaction.code': ['read', 'search-type'],
  'Bundle.type': ['searchset'], 'ValueSet.compose.include.filter.op': ['is-a'],
  'CommunicationRequest.status': ['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown'],
};
/** Required elements of the types within. */
const REQUIRED_WITHIN: Readonly<Record<string, readonly string[]>> = {
  Annotation: ['text'], Ratio: ['numerator', 'denominator'], RelatedArtifact: ['type'], Expression: ['language', 'expression'], 'PlanDefinition.action.condition': ['kind', 'expression'], 'PlanDefinition.action.relatedAction': ['actionId', 'relationship'],
  'CapabilityStatement.rest': ['mode'], 'CapabilityStatement.rest.resource': ['type'], 'CapabilityStatement.rest.resource.searchParam': ['name', 'type'], 'CapabilityStatement.software': ['name'], 'CapabilityStatement.implementation': ['description'],
  'ValueSet.compose.include.concept': ['code'], 'ValueSet.compose.include.filter': ['property', 'op', 'value'], 'ValueSet.compose': ['include'], 'Bundle.link': ['relation', 'url'],
};
/** Choice elements: one of each may be there; those marked must. */
const CHOICES: readonly { readonly path: string; readonly name: string; readonly isRequired?: true }[] = [
  { path: 'MedicationRequest', name: 'medication', isRequired: true }, { path: 'CommunicationRequest.payload', name: 'content', isRequired: true },
  { path: 'ServiceRequest', name: 'occurrence' }, { path: 'CommunicationRequest', name: 'occurrence' }, { path: 'ServiceRequest', name: 'asNeeded' }, { path: 'ServiceRequest', name: 'quantity' },
  { path: 'Dosage', name: 'asNeeded' }, { path: 'Dosage.doseAndRate', name: 'dose' }, { path: 'Dosage.doseAndRate', name: 'rate' }, { path: 'Timing.repeat', name: 'bounds' },
];
/** UCUM codes our drafts may use, by the quantities they stand for. */
const UCUM = ['mg', 'g', 'mL', 'h', 'd', 'wk', 'mo', '{tbl}', '%'];
const TIME = ['s', 'min', 'h', 'd', 'wk', 'mo', 'a'];
const DATE = /^\d{4}(-\d{2}(-\d{2}(T.+)?)?)?$/;

const parents = new Map<Model, ReadonlySet<string>>();

/** Paths that have elements of their own. */
function parentsIn(model: Model): ReadonlySet<string> {
  const known = parents.get(model) ?? new Set(Object.keys(model.path2Type).map((path) => path.slice(0, path.lastIndexOf('.'))));
  parents.set(model, known);
  return known;
}

/** Problems of one resource, one line each; extensions and contained resources are not looked into. */
export function checkR4(resource: Json): readonly string[] {
  return checkFhir(resource, models.R4);
}

/** The same for FHIR R5. */
export function checkR5(resource: Json): readonly string[] {
  return checkFhir(resource, models.R5);
}

/** The same for FHIR STU3. */
export function checkStu3(resource: Json): readonly string[] {
  return checkFhir(resource, models.STU3);
}

function checkFhir(resource: Json, model: Model): readonly string[] {
  const type = String(resource['resourceType']);
  const missing = (REQUIRED[type] ?? []).filter((name) => resource[name] === undefined).map((name) => `${type}.${name} is missing`);
  return [...missing, ...checkElements(resource, type, type, model)];
}

function checkElements(value: Json, path: string, shown: string, model: Model): readonly string[] {
  const within = requiredWithin(path, shown).filter((name) => value[name] === undefined).map((name) => `${shown}.${name} is missing`);
  return [...within, ...checkChoices(value, path, shown), ...checkQuantity(value, path, shown), ...checkRepeat(value, path, shown), ...checkEach(value, path, shown, model)];
}

/** What a draft refers to must be found; who reports a measure may be named in words. */
function requiredWithin(path: string, shown: string): readonly string[] {
  if (path === 'Reference') return [shown.startsWith('MeasureReport.') ? 'display' : 'reference'];
  return REQUIRED_WITHIN[path] ?? [];
}

function checkChoices(value: Json, path: string, shown: string): readonly string[] {
  return CHOICES.filter((choice) => choice.path === path).flatMap(({ name, isRequired }) => {
    const made = Object.keys(value).filter((key) => new RegExp(`^${name}[A-Z]`).test(key));
    if (made.length > 1) return [`${shown}.${name}[x] is chosen ${made.length} times`];
    // R5 has one element of this name.
    return made.length === 0 && value[name] === undefined && isRequired ? [`${shown}.${name}[x] is missing`] : [];
  });
}

/** FHIR R4 Quantity (qty-3) and what makes an amount safe: a positive number with a unit in words and in UCUM. */
function checkQuantity(value: Json, path: string, shown: string): readonly string[] {
  if (path !== 'Quantity') return [];
  const { value: amount, unit, system, code } = value;
  return [
    ...(typeof amount === 'number' && amount > 0 ? [] : [`${shown}.value is no amount`]),
    ...(typeof unit === 'string' ? [] : [`${shown}.unit is missing`]),
    ...(system === 'http://unitsofmeasure.org' && UCUM.includes(String(code)) ? [] : [`${shown} has no unit of UCUM: ${String(code)}`]),
  ];
}

/** FHIR R4 Timing, tim-1 to tim-9, as far as drafts use it. */
function checkRepeat(value: Json, path: string, shown: string): readonly string[] {
  if (path === 'MedicationRequest.dispenseRequest') return Number.isInteger(value['numberOfRepeatsAllowed']) ? [] : [`${shown}.numberOfRepeatsAllowed is missing`];
  if (path !== 'Timing.repeat') return [];
  const { frequency, frequencyMax, period, periodMax, periodUnit, count } = value;
  const range = value['boundsRange'] as { low: { value: number }; high: { value: number } } | undefined;
  return [
    ...(count === undefined && (frequency === undefined || period === undefined) ? [`${shown} says neither how often nor how many`] : []),
    ...(period !== undefined && !TIME.includes(String(periodUnit)) ? [`${shown}.periodUnit ${String(periodUnit)}`] : []),
    ...(periodMax !== undefined && Number(periodMax) <= Number(period) ? [`${shown}.periodMax`] : []),
    ...(frequencyMax !== undefined && Number(frequencyMax) <= Number(frequency) ? [`${shown}.frequencyMax`] : []),
    ...(range !== undefined && range.low.value >= range.high.value ? [`${shown}.boundsRange`] : []),
  ];
}

function checkEach(value: Json, path: string, shown: string, model: Model): readonly string[] {
  return Object.entries(value).flatMap(([name, part]) => {
    if (name === 'resourceType' || name === 'extension' || name === 'contained' || name.startsWith('_')) return [];
    const at = model.pathsDefinedElsewhere[`${path}.${name}`] ?? `${path}.${name}`;
    const type = model.path2Type[at];
    if (type === undefined) return [`${shown}.${name} is no element of ${Object.entries(models).find(([, each]) => each === model)![0]}`];
    const isList = model.path2Repeating[at] === true;
    if (Array.isArray(part) !== isList) return [`${shown}.${name} should ${isList ? '' : 'not '}be a list`];
    return (Array.isArray(part) ? part : [part]).flatMap((item) => checkValue(item, type, at, `${shown}.${name}`, model));
  });
}

function checkValue(value: unknown, type: string, path: string, shown: string, model: Model): readonly string[] {
  if (typeof value === 'object' && value !== null) {
    const own = parentsIn(model).has(path);
    return checkElements(value as Json, own ? path : type === 'Duration' ? 'Quantity' : type, shown, model);
  }
  if ((type === 'dateTime' || type === 'date') && !DATE.test(String(value))) return [`${shown} is no date: ${String(value)}`];
  const codes = CODES[shown];
  return codes === undefined || codes.includes(String(value)) ? [] : [`${shown} has no code ${String(value)}`];
}
