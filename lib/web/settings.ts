import { readEnvironment } from '@/lib/env';
import type { WebSettings } from './origin';

let settings: WebSettings | undefined;

/** What the environment says of addresses. Read once. Throws an EnvironmentError if a variable is wrong. */
export function webSettings(): WebSettings {
  settings ??= readEnvironment(process.env);
  return settings;
}
