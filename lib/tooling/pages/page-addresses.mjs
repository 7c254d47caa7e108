import { statSync } from 'node:fs';

/** The ids of the rules and techniques that have pages, the likeliest first. */
export const RULES = 'SELECT "id" FROM "Rule" WHERE "inFeed" ORDER BY "changedAt" DESC, "id"';
export const TECHNIQUES = 'SELECT DISTINCT "techniqueId" AS "id" FROM "RuleTechnique"';

/**
 * @param {readonly string[]} techniques
 * @param {readonly string[]} rules
 */
export function addressesOf(techniques, rules) {
  return [
    ...techniques.map((id) => `/techniques/${encodeURIComponent(id)}`),
    ...rules.map((id) => `/rules/${encodeURIComponent(id)}`),
  ];
}

/**
 * When a folder was changed, if it is there.
 * @param {string} folder
 */
export const timeOf = (folder) => statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
