/** The door of the stewardship pages: a form for people, a bearer token for scripts. */
import express, { type NextFunction, type Request, type RequestHandler, type Response, type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Config } from '../../config.ts';
import { signInPage } from '../../web/stewardship/sign-in-page.ts';
import { noteCall } from '../call-record.ts';
import { addressOf } from '../limit-rate.ts';
import { outcomeOf } from '../operation-outcome.ts';
import { wantsPage } from '../serve-pages.ts';
import { SESSION_SECONDS, type Sessions } from './create-sessions.ts';
import { pageRoot } from './page-root.ts';

const COOKIE = 'backstop_stewardship';
/** Wrong tokens of one address in a quarter of an hour. */
const MOST_FAILURES = 10;
const WINDOW_MS = 15 * 60 * 1000;
const MOST_BYTES = '4kb';
/** Where to go on to: below `/stewardship`, and nothing that a browser could read as another site. */
const BELOW = /^(?:\/[\w.-]+)*(?:\?[\w.%&=+~-]*)?$/;

/** Lets in who is signed in; everybody else gets the form, or 401. */
export function signIn(sessions: Sessions, { publicUrl }: Pick<Config, 'publicUrl'>, now: () => Date): Router {
  const { protocol, pathname } = new URL(publicUrl);
  const cookie = { httpOnly: true, sameSite: 'strict', secure: protocol === 'https:', path: `${pathname.replace(/\/$/, '')}/stewardship` } as const;
  const limit = limitFailures();
  const router = express.Router();
  router.get('/sign-in', (request, response) => void response.send(signInPage({ root: pageRoot(request), to: '' })));
  router.post('/sign-in', refuseOtherSites, express.urlencoded({ extended: false, limit: MOST_BYTES, parameterLimit: 10 }), (request, response) => {
    const { token, to } = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const next = typeof to === 'string' && BELOW.test(to) ? to : '';
    if (typeof token !== 'string' || !sessions.isToken(token.trim())) {
      return void limit(request, response, () => refuse(request, response, next, 'That is not the token. Copy it again, without the quotation marks.'));
    }
    response.cookie(COOKIE, sessions.open(now()), { ...cookie, maxAge: SESSION_SECONDS * 1000 });
    return void response.redirect(303, `../stewardship${next}`);
  });
  router.post('/sign-out', refuseOtherSites, (_request, response) => {
    response.clearCookie(COOKIE, cookie);
    response.redirect(303, 'sign-in');
  });
  router.use((request, response, next) => {
    if (cookiesOf(request).some((value) => sessions.isOpen(value, now()))) return next();
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer === undefined) return refuse(request, response, toOf(request));
    if (sessions.isToken(bearer)) return next();
    return void limit(request, response, () => refuse(request, response, toOf(request)));
  });
  return router;
}

function toOf({ url, method }: Request): string {
  const to = url.replace(/^\/(?=\?|$)/, '');
  return method === 'GET' && BELOW.test(to) ? to : '';
}

function refuse(request: Request, response: Response, to: string, problem?: string): void {
  noteCall(response, { refused: [problem === undefined ? 'not-signed-in' : 'stewardship-token'] });
  response.status(401).set('WWW-Authenticate', 'Bearer');
  if (wantsPage(request)) response.send(signInPage({ root: pageRoot(request), to, ...(problem !== undefined && { problem }) }));
  else response.json(outcomeOf('login', 'Sign in at /stewardship/sign-in, or send STEWARDSHIP_TOKEN as a bearer token.'));
}

/** Only wrong tokens come here: who has the right one is never made to wait for what others at the same address did. */
function limitFailures(): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS, limit: MOST_FAILURES, legacyHeaders: false, standardHeaders: false, keyGenerator: addressOf, validate: false,
    handler: (request: Request, response: Response) => {
      noteCall(response, { refused: ['rate'] });
      response.status(429).set('Retry-After', String(WINDOW_MS / 1000));
      const problem = 'Too many wrong tokens from this address. Try again in a quarter of an hour.';
      if (wantsPage(request)) response.send(signInPage({ root: pageRoot(request), to: '', problem }));
      else response.json(outcomeOf('throttled', problem));
    },
  });
}

/** A form on another site must not sign anybody in or out; browsers say where a form stands. */
function refuseOtherSites(request: Request, response: Response, next: NextFunction): void {
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return next();
  noteCall(response, { refused: ['cross-site'] });
  response.status(403).json(outcomeOf('forbidden', 'This form must be sent from the page it stands on.'));
}

/** All values of the cookie: another path or domain may have set one of the same name. */
function cookiesOf({ headers }: Request): readonly string[] {
  return (headers.cookie ?? '').split(';').flatMap((each) => {
    const [name = '', value = ''] = each.split(/=(.*)/s);
    return name.trim() === COOKIE ? [value.trim()] : [];
  });
}
