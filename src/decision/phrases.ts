/** Free text: which phrases it affirms, clause by clause, with negation, family history and instructions set aside. */

/** One thing to recognise in free text. */
export interface Phrase {
  readonly id: string;
  readonly pattern: RegExp;
  /** A clause that also matches this is something else. */
  readonly unless?: RegExp;
}

/** How a language denies, attributes and instructs; the words come from `cards/common`. */
export interface Lexicon {
  /** Removed before anything else is read ("without contrast" must not deny what follows). */
  readonly ignored: RegExp;
  readonly clauseBreak: RegExp;
  /** A clause that begins so continues the list before it ("or weakness"). */
  readonly listEnd: RegExp;
  /** A denial that reaches over a whole list of bare items. */
  readonly deniesList: RegExp;
  readonly bareItem: RegExp;
  /** Words of denial anywhere. */
  readonly denies: RegExp;
  /** The same, at most a few words before the end of the text: the reach of a denial. */
  readonly deniesBefore: RegExp;
  readonly deniesAfter: RegExp;
  readonly affirms: RegExp;
  readonly family: RegExp;
  readonly instructs: RegExp;
  /** The whole value of an observation that says its name does not hold ("absent"). */
  readonly deniesValue: RegExp;
}

/** A phrase found in a text, with the clause it stands in. */
export interface PhraseMatch {
  readonly phrase: string;
  readonly clause: string;
}

/** What runs on for longer is no word, and is read in parts: the cost of a pattern must grow with the text alone. */
const LONG_RUN = /\S{80}(?=\S)/g;
const MAX_ITEM_WORDS = 4;
const NOT_DENIED = { from: 0, to: -1 };

/** The text as patterns may read it. */
export function breakLongRuns(text: string): string {
  return text.replace(LONG_RUN, '$& ');
}

/** Every phrase the text affirms. */
export function findPhrases(text: string, phrases: readonly Phrase[], lexicon: Lexicon): readonly PhraseMatch[] {
  const found: PhraseMatch[] = [];
  for (const clause of clausesOf(text, lexicon)) {
    if (clause.isDenied || lexicon.family.test(clause.text)) continue;
    for (const phrase of phrases) {
      if (affirms(clause, phrase, lexicon)) found.push({ phrase: phrase.id, clause: clause.text });
    }
  }
  return found;
}

interface Clause {
  readonly text: string;
  readonly isDenied: boolean;
}

function clausesOf(text: string, lexicon: Lexicon): readonly Clause[] {
  // Lines stay lines until the lexicon has said which of them end a clause.
  const tidy = breakLongRuns(text).replace(/[^\S\n]+/g, ' ').replace(/ ?\n ?/g, '\n').replace(lexicon.ignored, ' ');
  const clauses: Clause[] = [];
  for (const part of tidy.split(lexicon.clauseBreak)) {
    const sentence = part?.replace(/\s+/g, ' ');
    if (sentence === undefined || lexicon.instructs.test(sentence)) continue;
    const parts = sentence.split(',').map((part) => part.trim()).filter((part) => part !== '');
    const denied = deniedList(parts, lexicon);
    parts.forEach((part, index) => {
      if (!lexicon.instructs.test(part)) clauses.push({ text: part, isDenied: index > denied.from && index <= denied.to });
    });
  }
  return clauses;
}

/**
 * "denies fever, chills, or weight loss" denies all three: a denial reaches on through a comma list that ends in "or", and a verb
 * of denial through every bare item that follows; unless a part of it affirms something. The parts after `from` up to `to` are denied.
 */
function deniedList(parts: readonly string[], lexicon: Lexicon): { readonly from: number; readonly to: number } {
  const from = parts.findIndex((part) => lexicon.denies.test(part));
  if (from === -1) return NOT_DENIED;
  const rest = parts.slice(from + 1);
  if (lexicon.deniesList.test(parts[from]!)) {
    const other = rest.findIndex((part) => !lexicon.bareItem.test(part) || lexicon.affirms.test(part) || part.split(' ').length > MAX_ITEM_WORDS);
    if (other !== 0) return { from, to: from + (other === -1 ? rest.length : other) };
  }
  const end = rest.findIndex((part) => lexicon.listEnd.test(part));
  return end === -1 || rest.slice(0, end + 1).some((part) => lexicon.affirms.test(part)) ? NOT_DENIED : { from, to: from + 1 + end };
}

function affirms(clause: Clause, { pattern, unless }: Phrase, lexicon: Lexicon): boolean {
  const match = pattern.exec(clause.text);
  if (match === null || unless?.test(clause.text) === true) return false;
  const before = clause.text.slice(0, match.index);
  const after = clause.text.slice(match.index + match[0].length);
  return !lexicon.deniesBefore.test(before) && !lexicon.denies.test(match[0]) && !lexicon.deniesAfter.test(after);
}
