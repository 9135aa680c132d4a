/** Cards as an EHR shows them (CDS Hooks 2.0, Card Attributes). */
import { marked } from '../marked.js';
import { button, element } from './dom.js';

const INDICATORS = { critical: ['!', 'Critical'], warning: ['▲', 'Warning'], info: ['i', 'Information'] };
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

/** One card. `onTake(suggestion)`, `onDismiss(reason, comment)`; `dismissed` is the reason it was dismissed with. */
export function cardView(card, { onTake, onDismiss, dismissed, isWhatIf, taken }) {
  const [sign, word] = INDICATORS[card.indicator] ?? INDICATORS.info;
  const detail = element('div', { className: 'detail' });
  detail.innerHTML = marked.parse(card.detail ?? '');
  const links = (card.links ?? []).filter(({ url }) => /^https?:\/\//i.test(url) && !(isWhatIf && url.includes(card.uuid)));
  return element('article', { className: `card card-${card.indicator}${dismissed === undefined ? '' : ' dismissed'}`, 'aria-label': `${word}: ${card.summary}` },
    element('p', { className: 'indicator' }, element('span', { className: 'sign', 'aria-hidden': 'true' }, sign), word, element('span', { className: 'card-source' }, card.source?.label ?? '')),
    element('h3', {}, card.summary),
    dismissed === undefined ? [
      detail,
      suggestionsOf(card, onTake, taken),
      links.length > 0 && element('p', { className: 'links' }, links.map(({ label, url }) => element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label))),
      !isWhatIf && (card.overrideReasons ?? []).length > 0 && dismissal(card, onDismiss),
    ] : element('p', { className: 'small' }, `Dismissed: ${dismissed}. The reason was recorded.`));
}

function suggestionsOf({ suggestions = [], selectionBehavior }, onTake, taken = []) {
  if (suggestions.length === 0) return undefined;
  return element('div', { className: 'suggestions', role: 'group', 'aria-label': selectionBehavior === 'any' ? 'Suggestions' : 'Suggestions, one of them' },
    suggestions.map((suggestion) => {
      const made = button(suggestion.label, () => onTake(suggestion), suggestion.isRecommended ? 'suggestion recommended' : 'suggestion');
      made.disabled = taken.includes(suggestion.uuid);
      return element('div', {}, made, element('ul', { className: 'actions small' }, suggestion.actions.map(({ type, description }) => element('li', {}, element('span', { className: `did did-${type}`, 'aria-hidden': 'true' }, { create: '+', update: '~', delete: '−' }[type] ?? '?'), ` ${description ?? ''}`))));
    }));
}

function dismissal({ overrideReasons, uuid }, onDismiss) {
  const reason = element('select', { id: `reason-${uuid}` }, overrideReasons.map(({ display, code }) => element('option', { value: code }, display ?? code)));
  return element('details', { className: 'dismissal' }, element('summary', {}, 'Dismiss with a reason'),
    element('p', {}, element('label', { htmlFor: `reason-${uuid}`, className: 'visually-hidden' }, 'Reason'), reason, ' ',
      button('Dismiss', () => onDismiss(overrideReasons.find(({ code }) => code === reason.value)), 'plain')));
}
