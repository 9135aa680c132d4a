/** What a kind of card is called on pages: cards have no title of their own. */

/** `check-safety` is "Check safety". */
export function cardName(id: string): string {
  const words = id.replaceAll('-', ' ');
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
}
