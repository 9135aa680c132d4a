/** Where a JSON pointer leads in a text, to put the cursor there. */

/** `{ start, end }` of the value; of the nearest thing around it where there is none. The text must be JSON. */
export function placeOf(text, pointer) {
  const steps = pointer === '' ? [] : pointer.slice(1).split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let at = 0;
  const blank = () => { while (' \t\n\r'.includes(text[at] ?? 'x')) at += 1; };
  const string = () => {
    const start = at;
    for (at += 1; text[at] !== '"' && at < text.length; at += 1) if (text[at] === '\\') at += 1;
    at += 1;
    return JSON.parse(text.slice(start, at));
  };
  const value = (rest) => {
    blank();
    const start = at;
    const [step, ...further] = rest;
    let inside;
    if (text[at] === '{' || text[at] === '[') {
      const isObject = text[at] === '{';
      at += 1;
      for (let index = 0; blank(), at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
        const name = isObject ? string() : String(index);
        if (isObject) { blank(); at += 1; }
        // `undefined`: this is not the way to it.
        const found = value(rest !== NOWHERE && rest.length > 0 && name === step ? further : NOWHERE);
        inside ??= found;
        blank();
        if (text[at] === ',') at += 1;
      }
      at += 1;
    } else if (text[at] === '"') string();
    else while (at < text.length && !',]} \t\n\r'.includes(text[at])) at += 1;
    return rest === NOWHERE ? undefined : inside ?? { start, end: at };
  };
  return value(steps) ?? { start: 0, end: 0 };
}

const NOWHERE = [];
