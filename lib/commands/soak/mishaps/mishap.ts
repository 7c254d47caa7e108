import type { Ran } from '../run-command';

/** Something that goes wrong, and how Watchfloor has to take it. */
export interface Mishap {
  readonly name: string;
  /** Throws a NotTried where this machine does not let it happen. */
  run(stage: Stage): Promise<Taken>;
}

/** How it was taken. */
export interface Taken {
  /** The command that met it. */
  readonly ran: Ran;
  /** What is wrong about that: a sentence each. */
  readonly problems: readonly string[];
}

/** Where mishaps happen: a catalog of plain rules, and what syncs them. */
export interface Stage {
  /** A folder for this mishap alone. */
  readonly folder: string;
  /** A whole catalog to copy. */
  readonly whole: string;
  /** A source that would change each rule of it. */
  readonly changed: string;
  ingest(file: string, options?: SyncSettings): Promise<Ran>;
  check(file: string): Promise<Ran>;
}

export interface SyncSettings {
  /** What to sync; what the catalog was made of, unless it is given. */
  readonly source?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

export class NotTried extends Error {}

/** What a command has to do: end with this code, and say this. */
export interface Expected {
  readonly code: number;
  readonly says?: RegExp;
}

/** Why what a command did is not what was expected; none if it is. */
export function unlike({ code, said }: Ran, expected: Expected): string[] {
  const problems: string[] = [];
  if (code !== expected.code) problems.push(`it ended with code ${code}, not ${expected.code}`);
  if (expected.says && !expected.says.test(said)) {
    problems.push(`it does not say ${expected.says}`);
  }
  if (/^\s+at .*:\d+:\d+\)?$/m.test(said)) problems.push('it shows a stack of calls');
  return problems.map((problem) => `${problem}: ${lastLines(said)}`);
}

/** The last three lines of what a command said, as one. */
function lastLines(said: string): string {
  return said.trim().split('\n').filter(Boolean).slice(-3).join(' ');
}
