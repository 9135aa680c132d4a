/** Begins a sentence. */
export function capital(text: string): string {
  return text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}`;
}
