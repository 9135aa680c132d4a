/** Elements from names, properties and children; whatever is text stays text. */

export const at = (id) => document.getElementById(id);

/** `element('p', { className: 'quiet' }, 'words', child)`; what is missing or false leaves nothing. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (key in made && key !== 'list') made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== false && child !== ''));
  return made;
}

/** A row of choices: `[[value, words], …]`. */
export function choice(label, choices, value, onChoose) {
  const select = element('select', {}, choices.map(([each, words]) => element('option', { value: each }, words)));
  select.value = value;
  select.addEventListener('change', () => onChoose(select.value));
  return element('label', {}, element('span', {}, label), select);
}

export function button(words, onPress, className) {
  const made = element('button', { type: 'button', className }, words);
  made.addEventListener('click', onPress);
  return made;
}

/** What a control is known by, though it is made anew at every answer. */
const nameOf = (control) => `${control.localName} ${control.id || control.getAttribute('aria-label') || control.closest('label')?.firstElementChild?.textContent || control.closest('label')?.firstChild?.textContent || control.textContent}`;

/** Other children for an element; whoever was in there with the keyboard stays where they were. */
export function refill(container, ...children) {
  const active = container.contains(document.activeElement) ? nameOf(document.activeElement) : undefined;
  container.replaceChildren(...children);
  if (active !== undefined) [...container.querySelectorAll('input, select, button, summary, a')].find((control) => nameOf(control) === active)?.focus({ preventScroll: true });
}

/** Answers may come in another order than their questions were asked: `const isNewest = ask()` tells, once the answer is here, whether nothing was asked since. */
export function newestOnly() {
  let newest = 0;
  return () => {
    const mine = (newest += 1);
    return () => mine === newest;
  };
}
