/** Measures the contrast of a page in the browser. */

/** The lowest contrast (WCAG 2.2) between a text and its ground on the page. */
export const WEAKEST_CONTRAST = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const paint = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (element) => { for (let each = element; each !== null; each = each.parentElement) { const colour = paint(getComputedStyle(each).backgroundColor); if (colour[3] === 255) return colour; } return [255, 255, 255, 255]; };
  const texts = [...document.querySelectorAll('main *')].filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''));
  return texts.map((each) => { const [one, other] = [light(paint(getComputedStyle(each).color)), light(ground(each))]; return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05); }).reduce((least, each) => Math.min(least, each), 21);
})()`;
