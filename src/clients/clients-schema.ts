/** JSON Schema of the CLIENTS file. */
import { ALGORITHMS } from './verification-key.ts';

const text = { type: 'string', minLength: 1, maxLength: 2000 };
const texts = { type: 'array', items: text, uniqueItems: true };
const flag = { type: 'boolean' };

/** One object with `clients`; unknown members are mistakes. */
export const clientsSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['clients'],
  properties: {
    clients: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'iss'],
        properties: {
          id: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
          iss: text,
          jku: text,
          jwks: { type: 'object', required: ['keys'], properties: { keys: { type: 'array', minItems: 1, maxItems: 100, items: { type: 'object', required: ['kty'] } } } },
          algorithms: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: ALGORITHMS } },
          audiences: texts,
          subject: text,
          tenants: { ...texts, minItems: 1 },
          fhirServers: texts,
          openFhirServers: texts,
          networks: texts,
          profile: { enum: ['default', 'epic', 'sandbox', 'hooks-1.0'] },
          language: { type: 'string', pattern: '^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$' },
          mode: { enum: ['live', 'shadow'] },
          capabilities: {
            type: 'object',
            additionalProperties: false,
            properties: {
              selectionBehavior: { enum: ['at-most-one', 'any'] },
              takesSeveral: flag, takesOneAction: flag, takesUpdates: flag, isQuietOnSelect: flag, repeatsAtSigning: flag,
              deletesBy: { enum: ['resourceId', 'resource'] },
              systemActions: { enum: ['root', 'extension', 'both', 'none'] },
              detail: { enum: ['markdown', 'text'] },
            },
          },
        },
      },
    },
  },
} as const;
