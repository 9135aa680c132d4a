/** CDS Hooks 2.0, CDS Service Response, as JSON Schema: one schema a requirement, for one kind of piece each, so that a fault has a number. */
import type { RequirementId } from './requirements.ts';

export type PieceKind = 'response' | 'card' | 'suggestion' | 'suggestedAction' | 'systemAction' | 'link' | 'reason';

export interface Demand {
  readonly id: RequirementId;
  readonly kinds: readonly PieceKind[];
  readonly schema: object;
  /** Looked at only where the piece has this member. */
  readonly member?: string;
  /** Looked at only in actions of this type. */
  readonly action?: 'create' | 'update' | 'delete';
}

const text = { type: 'string', minLength: 1 };
const absolute = { type: 'string', pattern: '^https?://[^/\\s]+' };
const uuid = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };
const coding = { type: 'object', required: ['code', 'system'], properties: { code: text, system: text, display: text } };
const resource = { type: 'object', required: ['resourceType'], properties: { resourceType: { type: 'string', pattern: '^[A-Z][A-Za-z]+$' } } };
const reference = { type: 'string', pattern: '^[A-Z][A-Za-z]+/\\S+$' };
const ACTIONS: readonly PieceKind[] = ['suggestedAction', 'systemAction'];
const EVERYWHERE: readonly PieceKind[] = ['response', 'card', 'suggestion', 'suggestedAction', 'systemAction', 'link', 'reason'];

export const answerSchemas: readonly Demand[] = [
  { id: 'RESP-1', kinds: ['response'], schema: { type: 'object', required: ['cards'], properties: { cards: { type: 'array', items: { type: 'object' } } } } },
  { id: 'SYS-1', kinds: ['response'], member: 'systemActions', schema: { properties: { systemActions: { type: 'array', minItems: 1, items: { type: 'object' } } } } },
  { id: 'CARD-1', kinds: ['card'], schema: { required: ['uuid'], properties: { uuid } } },
  { id: 'CARD-2', kinds: ['card'], schema: { required: ['summary'], properties: { summary: { ...text, maxLength: 139 } } } },
  { id: 'CARD-4', kinds: ['card'], schema: { required: ['indicator'], properties: { indicator: { enum: ['info', 'warning', 'critical'] } } } },
  { id: 'CARD-5', kinds: ['card'], schema: { required: ['source'], properties: { source: { type: 'object', required: ['label'], properties: { label: text } } } } },
  { id: 'CARD-6', kinds: ['card'], schema: { properties: { source: { properties: { url: absolute, icon: absolute } } } } },
  { id: 'CARD-8', kinds: ['card'], schema: { properties: { source: { properties: { topic: coding } } } } },
  { id: 'CARD-9', kinds: ['card'], member: 'suggestions', schema: { required: ['selectionBehavior'], properties: { selectionBehavior: { enum: ['at-most-one', 'any'] } } } },
  { id: 'SUG-1', kinds: ['suggestion'], schema: { type: 'object', required: ['label'], properties: { label: text } } },
  { id: 'SUG-2', kinds: ['suggestion'], schema: { required: ['uuid'], properties: { uuid: text } } },
  { id: 'SUG-3', kinds: ['suggestion'], member: 'isRecommended', schema: { properties: { isRecommended: { type: 'boolean' } } } },
  { id: 'SUG-4', kinds: ['suggestion'], schema: { required: ['actions'], properties: { actions: { type: 'array', minItems: 1, items: { type: 'object' } } } } },
  { id: 'SUG-6', kinds: ['suggestion'], member: 'actionSelectionBehavior', schema: { properties: { actionSelectionBehavior: { enum: ['all', 'any', 'at-most-one'] } } } },
  { id: 'ACT-1', kinds: ACTIONS, schema: { required: ['type'], properties: { type: { enum: ['create', 'update', 'delete'] } } } },
  { id: 'ACT-2', kinds: ['suggestedAction'], schema: { required: ['description'], properties: { description: text } } },
  { id: 'ACT-3', kinds: ACTIONS, action: 'create', schema: { required: ['resource'], properties: { resource } } },
  { id: 'ACT-4', kinds: ACTIONS, action: 'update', schema: { required: ['resource'], properties: { resource: { ...resource, required: ['resourceType', 'id'] } } } },
  // Clients of 1.0 expect the id in `resource`; 2.0 deprecates that and takes it still.
  { id: 'ACT-5', kinds: ACTIONS, action: 'delete', schema: { anyOf: [{ required: ['resourceId'], properties: { resourceId: reference } }, { required: ['resource'], properties: { resource: reference } }] } },
  { id: 'LINK-1', kinds: ['link'], schema: { type: 'object', required: ['label', 'url', 'type'], properties: { label: text, url: text, type: { enum: ['absolute', 'smart'] } } } },
  { id: 'LINK-2', kinds: ['link'], schema: { properties: { url: absolute } } },
  { id: 'LINK-3', kinds: ['link'], member: 'appContext', schema: { properties: { type: { const: 'smart' }, appContext: { type: 'string' } } } },
  { id: 'LINK-5', kinds: ['link'], member: 'autolaunchable', schema: { properties: { autolaunchable: { type: 'boolean' } } } },
  { id: 'LINK-8', kinds: ['link'], schema: { properties: { url: { type: 'string', pattern: '^https://|^http://(?:localhost|127\\.0\\.0\\.1)[:/]' } } } },
  { id: 'OVR-1', kinds: ['reason'], schema: { ...coding, required: ['code', 'system', 'display'] } },
  { id: 'EXT-1', kinds: EVERYWHERE, member: 'extension', schema: { properties: { extension: { type: 'object' } } } },
];
