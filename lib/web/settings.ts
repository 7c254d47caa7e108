import { type Environment, readEnvironment } from '@/lib/env';
import type { WebSettings } from './origin';
import { READER_HEADER } from './reader-header.mjs';

let settings: Environment | undefined;

/** What the environment says of addresses. Read once. Throws an EnvironmentError if a variable is wrong. */
export function webSettings(): WebSettings {
  return environment();
}

/** How readers say who they are. */
export function signInMode(): Environment['signIn']['mode'] {
  return environment().signIn.mode;
}

/** Whether a request has come past the gate of sign-in, or need not. */
export function isAdmitted(headers: Pick<Headers, 'has'>): boolean {
  return signInMode() === 'off' || headers.has(READER_HEADER);
}

/** Whether the reader of a page that is made for each request may see what is the operator's. */
export function isOperator(headers: Pick<Headers, 'get'>): boolean {
  return signInMode() === 'off' || headers.get(READER_HEADER) === 'operator';
}

function environment(): Environment {
  settings ??= readEnvironment(process.env);
  return settings;
}
