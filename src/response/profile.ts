/** How each kind of client likes its answers: what the specification leaves open and what clients are known to need. */
import type { SelectionBehavior } from './cds-response.ts';

export type ProfileName = 'default' | 'epic' | 'sandbox' | 'hooks-1.0';

/** The capabilities of one client. */
export interface Profile {
  readonly name: ProfileName;
  /** Epic knows only `any`, CDS Hooks 1.0 only `at-most-one` (CARD-10). */
  readonly selectionBehavior: SelectionBehavior;
  /** Knows `any`: several suggestions of a card may be taken where they do not shut each other out. */
  readonly takesSeveral: boolean;
  /** One action in a suggestion, so a swap becomes several suggestions (SUG-5). */
  readonly takesOneAction: boolean;
  /** Suggestions may hold `update` actions (SUG-5). */
  readonly takesUpdates: boolean;
  /** A study is swapped by an `update` of its order: the only action the sandbox shows. */
  readonly swapsByUpdate: boolean;
  /** Resource types the client can create; any where left out. */
  readonly creates?: readonly string[];
  /** Where a `delete` names its target: `resource` is the form of CDS Hooks 1.0 (ACT-8). */
  readonly deletesBy: 'resourceId' | 'resource';
  /** Where ratings go: root of the answer, its extension, both (SYS-3) or nowhere (SYS-2). */
  readonly systemActions: 'root' | 'extension' | 'both' | 'none';
  /** How `card.detail` is written: Markdown, or plain text for a client that shows Markdown as it is written. */
  readonly detail: 'markdown' | 'text';
  /** Says on a card that the patient could not be read, where other clients stay silent. */
  readonly showsUnreadable: boolean;
  /** Keeps info cards for `order-sign`. */
  readonly isQuietOnSelect: boolean;
  /** Gives advice at signing though it was shown when the order was selected: for clients whose users see only one of the two. */
  readonly repeatsAtSigning: boolean;
}

const standard: Profile = {
  name: 'default',
  selectionBehavior: 'at-most-one',
  takesSeveral: true,
  takesOneAction: false,
  takesUpdates: true,
  swapsByUpdate: false,
  deletesBy: 'resourceId',
  systemActions: 'root',
  detail: 'markdown',
  showsUnreadable: false,
  isQuietOnSelect: false,
  repeatsAtSigning: false,
};

/** The four profiles a client can be configured with. */
export const profiles: Readonly<Record<ProfileName, Profile>> = {
  default: standard,
  epic: {
    ...standard,
    name: 'epic',
    selectionBehavior: 'any',
    takesOneAction: true,
    takesUpdates: false,
    creates: ['ServiceRequest', 'MedicationRequest', 'Condition'],
  },
  sandbox: { ...standard, name: 'sandbox', swapsByUpdate: true, systemActions: 'both', showsUnreadable: true },
  'hooks-1.0': { ...standard, name: 'hooks-1.0', takesSeveral: false, deletesBy: 'resource', systemActions: 'extension' },
};
