/** A phrase of the knowledge as somebody reads it: what the pattern is made of, without the signs that make it one. */

/** For reading only; the pattern itself is in the data. */
export function phraseWords(pattern: string): string {
  return pattern
    .replace(/\(\?<?[!=][^()]*\)/g, '')
    .replace(/\\[bBW](?:\{[\d,]+\}|[*?+])?/g, '')
    .replace(/\(\?:\\w\+ \)(?:\{[\d,]+\}|[?*])/g, '… ')
    .replace(/\\w[*+]/g, '…')
    .replace(/\.\{[\d,]+\}|\.\*/g, ' … ')
    .replace(/\[- \]\??|\[-\/ \]\??/g, ' ')
    .replace(/\[(\w)\w+\]/g, '$1')
    .replace(/\(\?:/g, '(')
    .replace(/\\([?.()/])/g, '$1')
    .replace(/\\\+\??/g, '')
    .replace(/ \?-\??/g, ' ')
    .replace(/\\d/g, '0')
    .replace(/(?<=[\w)-])\?/g, '')
    .replaceAll('|', ' / ')
    .replace(/\s+/g, ' ').trim();
}
