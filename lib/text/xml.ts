import { visibleText } from './plain-text';

/** Text escaped for XML 1.0. What XML does not allow, as all that is invisible, is written as its number. */
export function xml(text: string): string {
  return visibleText(text).replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
