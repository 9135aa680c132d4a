/** Cards as an EHR shows them (CDS Hooks 2.0, Card Attributes). */
import { marked } from '../marked.js';
import { button, element } from './dom.js';
import { capital, tell } from './tell.js';

const SIGNS = { critical: '!', warning: '▲', info: 'i' };
const escape = (text) => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

marked.use({
  gfm: true,
  renderer: {
    // Nothing a card says may become markup, an address of its own or a picture from elsewhere.
    html: ({ text }) => escape(text),
    image: ({ text }) => escape(text),
    link({ href, tokens }) {
      const words = this.parser.parseInline(tokens);
      return /^https?:\/\//i.test(href) ? `<a href="${escape(href)}" target="_blank" rel="noopener noreferrer">${words}</a>` : words;
    },
    // A card has no place among the headings of a page.
    heading({ tokens }) { return `<p><strong>${this.parser.parseInline(tokens)}</strong></p>`; },
  },
});

/** One card, in its own language. `onTake(suggestion)`, `onDismiss(reason, comment)`; `dismissed` is the reason it was dismissed with. */
export function cardView(card, { onTake, onDismiss, dismissed, isWhatIf, taken, lang }) {
  const indicator = Object.hasOwn(SIGNS, card.indicator) ? card.indicator : 'info';
  const word = capital(tell(`indicator.${indicator}`));
  const detail = element('div', { className: 'detail', lang });
  detail.innerHTML = marked.parse(card.detail ?? '');
  const links = (card.links ?? []).filter(({ url }) => /^https?:\/\//i.test(url) && !(isWhatIf && url.includes(card.uuid)));
  return element('article', { className: `card card-${card.indicator}${dismissed === undefined ? '' : ' dismissed'}`, 'aria-label': `${word}: ${card.summary}` },
    element('p', { className: 'indicator' }, element('span', { className: 'sign', 'aria-hidden': 'true' }, SIGNS[indicator]), word, element('span', { className: 'card-source', lang: 'en' }, card.source?.label ?? '')),
    element('h3', { lang }, card.summary),
    dismissed === undefined ? [
      detail,
      suggestionsOf(card, onTake, taken, lang),
      links.length > 0 && element('p', { className: 'links', lang }, links.map(({ label, url }) => element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label))),
      !isWhatIf && (card.overrideReasons ?? []).length > 0 && dismissal(card, onDismiss, lang),
    ] : element('p', { className: 'small' }, tell('playground.dismissedWith', { reason: dismissed })));
}

function suggestionsOf({ suggestions = [], selectionBehavior }, onTake, taken = [], lang) {
  if (suggestions.length === 0) return undefined;
  return element('div', { className: 'suggestions', role: 'group', 'aria-label': selectionBehavior === 'any' ? tell('playground.suggestions') : tell('playground.oneSuggestion') },
    suggestions.map((suggestion) => {
      const made = button(suggestion.label, () => onTake(suggestion), suggestion.isRecommended ? 'suggestion recommended' : 'suggestion');
      made.disabled = taken.includes(suggestion.uuid);
      return element('div', { lang }, made, element('ul', { className: 'actions small' }, suggestion.actions.map(({ type, description }) => element('li', {}, element('span', { className: `did did-${type}`, 'aria-hidden': 'true' }, { create: '+', update: '~', delete: '−' }[type] ?? '?'), ` ${description ?? ''}`))));
    }));
}

function dismissal({ overrideReasons, uuid }, onDismiss, lang) {
  const reason = element('select', { id: `reason-${uuid}`, lang }, overrideReasons.map(({ display, code }) => element('option', { value: code }, display ?? code)));
  return element('details', { className: 'dismissal' }, element('summary', {}, tell('playground.dismissWith')),
    element('p', {}, element('label', { htmlFor: `reason-${uuid}`, className: 'visually-hidden' }, tell('playground.reason')), reason, ' ',
      button(tell('playground.dismiss'), () => onDismiss(overrideReasons.find(({ code }) => code === reason.value)), 'plain')));
}
