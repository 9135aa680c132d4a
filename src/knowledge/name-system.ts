/** The address of a code system by the short name vignettes have for it: `icd10`, `snomed`. */

/** `undefined` for a name that begins no title of these systems. */
export function nameSystem(systems: readonly { readonly uri: string; readonly title: string }[], name: string): string | undefined {
  return systems.find(({ title }) => title.toLowerCase().replaceAll(/[^a-z0-9]/g, '').startsWith(name))?.uri;
}
