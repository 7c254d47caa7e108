import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { addAll } from '@/lib/long-lists';
import { meets, type Section } from '@/lib/tooling/figures/report';
import { openGrounds } from './grounds/open-grounds';
import { hostilePart } from './hostile-part';
import { killPart } from './kill/kill-part';
import { mishapsPart, upstreamPart } from './mishaps/mishaps-part';
import type { SoakContext, SoakPart } from './part';
import { readersPart } from './readers/readers-part';
import { sampleRules } from './rules-of-soak';
import { twoPart } from './two-part';

const PARTS: readonly SoakPart[] = [
  killPart,
  twoPart,
  mishapsPart,
  upstreamPart,
  hostilePart,
  readersPart,
];
export const PART_NAMES = PARTS.map(({ name }) => name);

export interface Soak
  extends Pick<SoakContext, 'seed' | 'kills' | 'inputs' | 'readers' | 'seconds' | 'note'> {
  readonly parts: readonly string[];
  /** How many rules the catalogs have. */
  readonly rules: number;
}

export interface SoakResult {
  readonly sections: readonly Section[];
  readonly broken: readonly string[];
  /** Where the rules are from, and how many there are. */
  readonly source: string;
  /** The databases that were tried. */
  readonly databases: readonly string[];
}

/** Runs parts of the soak in a temporary folder that is removed at the end. */
export async function runSoak({ parts, rules, ...given }: Soak): Promise<SoakResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchfloor-soak-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  const grounds = await openGrounds(folder);
  try {
    const sample = await sampleRules(rules, folder);
    const sections: Section[] = [];
    const broken: string[] = [];
    for (const part of PARTS.filter(({ name }) => parts.includes(name))) {
      const result = await part.run({ ...given, folder, grounds, sample });
      sections.push(result.section);
      addAll(broken, result.broken);
      addAll(broken, missed(result.section));
    }
    const databases = grounds.map(({ name }) => name);
    return { sections, broken, source: `${sample.rules} rules of ${sample.from}`, databases };
  } finally {
    for (const ground of grounds) await ground.close();
    remove();
    process.off('exit', remove);
  }
}

function missed({ tables }: Section): string[] {
  return tables.flatMap(({ title, columns, rows }) =>
    rows.flatMap((row) =>
      row.flatMap((cell, at) =>
        typeof cell === 'string' || meets(cell)
          ? []
          : `${title}: ${row[0]}: ${columns[at]} is ${cell.value}`,
      ),
    ),
  );
}
