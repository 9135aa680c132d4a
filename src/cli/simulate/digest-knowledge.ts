/** Tells one version of the knowledge from another, by what decides. */
import { digestFolder } from './digest-folder.ts';

/** Patients that prove the knowledge are no part of it. */
const NOT_SERVED = /(^|[\\/])vignettes([\\/]|$)/;

export function digestKnowledge(folder: string): string {
  return digestFolder(folder, (name) => !NOT_SERVED.test(name));
}
