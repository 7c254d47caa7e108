/**
 * What a reader is told when a sign-in fails: what happened, and the next step. No text of it comes from a request.
 * @type {Record<string, { status: number, title: string, text: string, next: string, again: boolean }>}
 */
const FAILURES = {
  'provider-down': {
    status: 503,
    title: 'The sign-in service does not answer',
    text: 'Watchfloor could not reach the service with which you sign in.',
    next: 'Try again in a minute. If it lasts, ask your operator to check OIDC_ISSUER and the network; the server log has the reason.',
    again: true,
  },
  'wrong-issuer': {
    status: 502,
    title: 'The sign-in service goes by another name',
    text: 'The address that Watchfloor was given belongs to a service that calls itself otherwise, so that its word does not count.',
    next: 'Ask your operator to set OIDC_ISSUER to exactly the issuer that the service names.',
    again: false,
  },
  'client-refused': {
    status: 502,
    title: 'The sign-in service does not accept Watchfloor',
    text: 'It refused the id, the secret or the redirect address with which Watchfloor asked.',
    next: 'Ask your operator to compare OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and PUBLIC_URL with what the service has.',
    again: false,
  },
  refused: {
    status: 403,
    title: 'The sign-in service refused',
    text: 'It ended the sign-in, or you cancelled it.',
    next: 'Sign in again, or ask your operator whether your account may use Watchfloor.',
    again: true,
  },
  expired: {
    status: 400,
    title: 'This sign-in is no longer valid',
    text: 'It took longer than ten minutes, began in another browser, or has been used already.',
    next: 'Sign in again, at the address that your operator gave you.',
    again: true,
  },
  'wrong-nonce': {
    status: 400,
    title: 'The answer belongs to another sign-in',
    text: 'What the sign-in service sent was not made for the sign-in that this browser began.',
    next: 'Sign in again. If it happens again, tell your operator: somebody may have changed your sign-in on its way.',
    again: true,
  },
  clock: {
    status: 502,
    title: 'The clocks differ',
    text: 'The answer of the sign-in service is out of date, or from the future, by the clock of Watchfloor.',
    next: 'Ask your operator to set the clock of the server that runs Watchfloor.',
    again: true,
  },
  'wrong-answer': {
    status: 502,
    title: 'The answer of the sign-in service is not valid',
    text: 'Watchfloor could not rely on it.',
    next: 'Sign in again. If it lasts, the server log tells your operator the reason.',
    again: true,
  },
  'too-many-groups': {
    status: 403,
    title: 'Your groups are too many to be told',
    text: 'The sign-in service left out which groups you are in, because you are in so many.',
    next: 'Ask your operator to have it send only the groups that are assigned to Watchfloor.',
    again: false,
  },
  'not-in-group': {
    status: 403,
    title: 'Your account may not read this catalog',
    text: 'You are signed in, but not in the group that may read here.',
    next: 'Ask your operator for access, then sign in again.',
    again: true,
  },
};

/** Why somebody could not sign in. The message is for the log and has no secret. */
export class SignInFailure extends Error {
  name = 'SignInFailure';

  /**
   * @param {keyof typeof FAILURES} kind
   * @param {string} [detail]
   */
  constructor(kind, detail = kind) {
    super(detail);
    this.kind = kind;
  }

  get shown() {
    return FAILURES[this.kind];
  }
}
