import type { ValidationFinding } from '../types';

/** A query in a file, as it would be deployed, with what the file takes from its result. */
export interface DeployedQuery {
  readonly place: string;
  readonly text: string;
  readonly columns: readonly { readonly place: string; readonly name: string }[];
}

/** What a file says, as far as it can be read, and what is wrong with it. */
export interface Reading {
  readonly findings: readonly ValidationFinding[];
  readonly queries: readonly DeployedQuery[];
}

/** Adds a finding: `entity` is the code `validate/entity`. */
export type Report = (code: string, place: string, message: string) => void;

export function collectFindings(): { readonly findings: ValidationFinding[]; report: Report } {
  const findings: ValidationFinding[] = [];
  return {
    findings,
    report: (code, place, message) => findings.push({ code: `validate/${code}`, place, message }),
  };
}

/** `resources`, `0`, `properties` → `resources[0].properties`. */
export function placeOf(path: readonly PropertyKey[], outer = ''): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === 'number' || /^\d+$/.test(String(key))) return `${place}[${String(key)}]`;
    return place === '' ? String(key) : `${place}.${String(key)}`;
  }, outer);
}
