/** How one command judges: everything a worker needs to be told, as plain data. */
import type { Day } from '../../decision/chart.ts';
import type { ProfileName } from '../../response/profile.ts';

export interface DecideSettings {
  /** Folder of the knowledge. */
  readonly knowledge: string;
  /** Its topics to judge by: all that are no drafts where left out. */
  readonly topics?: readonly string[];
  /** BCP 47; the language the knowledge is written in where left out. */
  readonly language?: string;
  /** The day of a call, and of a record's order that names none. */
  readonly today: Day;
  /** The day to judge a record on, whatever its orders say. */
  readonly asOf?: Day;
  /** A study of the knowledge that nobody has ordered: judged instead of a record's orders. */
  readonly study?: string;
  /** R4 types of which a Bundle holds all there is. */
  readonly complete: 'all' | readonly string[];
  readonly prints: 'decisions' | 'cards';
  readonly profile: ProfileName;
  readonly publicUrl: string;
  readonly mechanismId?: string;
}
