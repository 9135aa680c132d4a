/** Where a person says the word that opens the stewardship pages. */
import { html } from '../html.ts';
import { layout } from '../layout.ts';

export interface SignInOptions {
  readonly root: string;
  /** Path and query below `/stewardship` to go on to. */
  readonly to: string;
  readonly problem?: string;
}

/** A form with one field; a password manager can fill it in. */
export function signInPage({ root, to, problem }: SignInOptions): string {
  return layout({
    title: 'Sign in to stewardship', styles: ['stewardship.css'],
    main: html`<p>These pages show how imaging orders are rated and what became of advice. They hold no names of patients and no words of their charts. Where the service is told to keep references (<code>EXPLAIN=references</code>), an order's page also names the entries of the chart it rests on.</p>
${problem !== undefined && html`<p class="problem" role="alert">${problem}</p>`}
<form class="sign-in" method="post" action="${root}/stewardship/sign-in">
<input type="hidden" name="to" value="${to}">
<input class="visually-hidden" type="text" name="username" value="stewardship" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>
<label for="token">Token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required maxlength="500" spellcheck="false" aria-describedby="token-hint">
<p id="token-hint" class="quiet small">The value of STEWARDSHIP_TOKEN, from whoever runs this service. You stay signed in for eight hours. Signing out makes this browser forget it; a copy of its cookie would go on until then, and only another token ends it.</p>
<button>Sign in</button>
</form>`,
  }, `${root}/assets`);
}
