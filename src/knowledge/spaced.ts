/** A name of the knowledge as words: `notDocumented` is "not documented". */
export function spaced(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').replaceAll('-', ' ').toLowerCase();
}
