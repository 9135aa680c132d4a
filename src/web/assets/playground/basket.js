/** The order basket: draft orders as an EHR keeps them, and what actions do to them (CDS Hooks 2.0, Action). */

const nameOf = ({ resourceType, id }) => `${resourceType}/${id}`;

/** `Type/id` at the end of whatever a client was given: a relative or an absolute reference. */
function referenceOf(text) {
  return typeof text === 'string' ? /([A-Za-z]+\/[^/]+)\/?$/.exec(text.trim())?.[1] ?? text.trim() : '';
}

/** The orders of a Bundle after some actions, and what happened: `{ entries, changes }`. An action that fits nothing changes nothing, and `because` says why: no known `type`, no `resource`, no such `order`. */
export function applyActions(entries, actions, newId) {
  return actions.reduce(({ entries: before, changes }, action) => {
    const [after, change] = applyOne(before, action, newId);
    return { entries: after, changes: [...changes, { ...change, description: action.description ?? '' }] };
  }, { entries, changes: [] });
}

function applyOne(entries, { type, resource, resourceId }, newId) {
  switch (type) {
    case 'create': return create(entries, resource, newId);
    case 'update': return update(entries, resource);
    // CDS Hooks 1.0 names what is to be deleted in `resource`.
    case 'delete': return remove(entries, referenceOf(resourceId ?? (typeof resource === 'object' && resource !== null ? nameOf(resource) : resource)));
    default: return [entries, { did: 'nothing', because: 'type' }];
  }
}

/** A draft gets an id of the client's own where it has none, or one that is taken. */
function create(entries, resource, newId) {
  if (typeof resource?.resourceType !== 'string') return [entries, { did: 'nothing', because: 'resource' }];
  const isTaken = resource.id === undefined || entries.some((entry) => entry.resource !== undefined && nameOf(entry.resource) === nameOf(resource));
  const made = isTaken ? { ...resource, id: newId() } : resource;
  return [[...entries, { resource: made }], { did: 'added', name: nameOf(made) }];
}

function update(entries, resource) {
  const name = nameOf(resource ?? {});
  const index = entries.findIndex((entry) => entry.resource !== undefined && nameOf(entry.resource) === name);
  if (resource?.id === undefined || index < 0) return [entries, { did: 'nothing', because: 'order', name }];
  return [entries.map((entry, each) => (each === index ? { ...entry, resource } : entry)), { did: 'changed', name }];
}

function remove(entries, name) {
  const left = entries.filter((entry) => entry.resource === undefined || nameOf(entry.resource) !== name);
  return left.length === entries.length ? [entries, { did: 'nothing', because: 'order', name }] : [left, { did: 'removed', name }];
}
