/** What is filled into a page stays text. */
import { expect, test } from '@jest/globals';
import { html } from '../../src/web/html.ts';
import { layout } from '../../src/web/layout.ts';

test('text is escaped, in content and in attributes', () => {
  const words = `<script>alert("1")</script> & 'x'`;
  expect(html`<p title="${words}">${words}</p>`.html).toBe('<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;</p>');
});

test('HTML made here is kept, lists are joined, and nothing leaves nothing', () => {
  expect(html`<ul>${[html`<li>${0}</li>`, [html`<li>b</li>`], undefined, false]}</ul>`.html).toBe('<ul><li>0</li><li>b</li></ul>');
});

test('an object that only looks like HTML is refused', () => {
  expect(() => html`${JSON.parse('{"html":"<b>"}')}`).toThrow(TypeError);
  expect(html`${[html`<b>x</b>`]}`.html).toBe('<b>x</b>');
});

test('a page has a language, a title, a heading, a way past the bar, and nothing inline', () => {
  const page = layout({ title: 'A & B', main: html`<p>x</p>`, styles: ['a.css'], scripts: ['a.js'] }, 'assets');
  expect(page).toMatch(/<html lang="en">[\s\S]*<title>A &amp; B · Backstop<\/title>[\s\S]*class="skip"[\s\S]*<h1>A &amp; B<\/h1>/);
  expect(page).not.toMatch(/<style|style=|<script>|\son\w+=|https?:/);
});
