/** What a draft says, in lines: its words, codes, doses and times, without what is filled in for the patient. */

type Json = Readonly<Record<string, unknown>>;
/** The same for every draft, or for the machine. */
const NOT_SAID = ['resourceType', 'status', 'intent', 'subject', 'encounter', 'authoredOn', 'requester', 'recipient', 'reasonCode', 'reasonReference', 'system', 'url'];

/** In the order of the draft. */
export function draftLines(draft: Json): readonly string[] {
  return Object.entries(draft).filter(([key]) => !NOT_SAID.includes(key)).map(([key, value]) => [spaced(key), shown(value)] as const).filter(([, words]) => words !== '').map(([key, words]) => `${key}: ${words}`);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).filter((each) => each !== '').join('; ');
  if (typeof value === 'object' && value !== null) {
    const { coding, text, code, display } = value as Json;
    if (typeof display === 'string') return typeof code === 'string' ? `${display} (${code})` : display;
    if (typeof text === 'string') return [shown(text), shown(coding)].filter((each) => each !== '').join(', ');
    const { value: amount, unit } = value as Json;
    if (typeof amount === 'number') return `${amount} ${String(unit ?? code ?? '')}`.trim();
    return Object.entries(value).filter(([key]) => !NOT_SAID.includes(key)).map(([key, part]) => [spaced(key), shown(part)] as const).filter(([, words]) => words !== '').map(([key, words]) => `${key} ${words}`).join(', ');
  }
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  // What is filled in stands as an ellipsis; a line that is only that says nothing.
  const words = value.replace(/^\{\{\?[^}]*\}\}/, '').replace(/\{\{[^}]*\}\}/g, '…').trim();
  return words === '…' ? '' : words;
}

/** `dosageInstruction` is "dosage instruction". */
function spaced(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
