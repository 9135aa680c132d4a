/** How hard a text is to read: sentences, words and syllables counted, and the usual formula of its language. Each text given ends a sentence. */

export interface Counts {
  readonly sentences: number;
  readonly words: number;
  readonly syllables: number;
}

/** Flesch–Kincaid grade level (Kincaid 1975): years of school in the United States; 6 is an age of about 12. */
export function englishGrade(texts: readonly string[]): number {
  const { sentences, words, syllables } = countWords(texts, englishSyllables);
  return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;
}

/** Fernández Huerta's ease of reading (1959): 70 to 80 is fairly easy, what children of 12 read. */
export function spanishEase(texts: readonly string[]): number {
  const { sentences, words, syllables } = countWords(texts, spanishSyllables);
  return 206.84 - 60 * (syllables / words) - 1.02 * (words / sentences);
}

/** Groups of vowels, without a final silent e; "ra-di-a-tion" has two in one group. */
export function englishSyllables(word: string): number {
  const spoken = word.toLowerCase().replace(/(?:[^laeiouy]es|[^laeiouy]ed|[^laeiou]e)$/, 'x');
  return Math.max(1, (spoken.match(/[aeiouy]+/g)?.length ?? 0) + (spoken.match(/[^aeiouycst]i[ao]/g)?.length ?? 0));
}

/** Strong and accented vowels are syllables, each with its weak neighbours; weak vowels without one are a syllable together. */
export function spanishSyllables(word: string): number {
  const plain = word.toLowerCase().replace(/qu(?=[eiéí])/g, 'q').replace(/gu(?=[eiéí])/g, 'g').replace(/h/g, '');
  return Math.max(1, plain.match(/[iuüy]?[aeoáéíóú](?:[iuü]|y(?![aeiouáéíóú]))?|[iuü]+y?/g)?.length ?? 0);
}

function countWords(texts: readonly string[], syllablesOf: (word: string) => number): Counts {
  const sentences = texts.flatMap((text) => text.split(/[.!?](?:\s|$)/)).map((sentence) => sentence.match(/\p{L}+(?:[-'’]\p{L}+)*/gu) ?? []).filter((words) => words.length > 0);
  const words = sentences.flat();
  return { sentences: sentences.length, words: words.length, syllables: words.reduce((sum, word) => sum + syllablesOf(word), 0) };
}
