import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { attackFromFacts, readFacts } from '@/lib/attack';
import { contentJson } from '@/lib/content';
import type { Evidence } from '@/lib/proof/types';
import { parseRules, type Rule } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import type { Outcome, Translation } from '@/lib/translate';

// Shared by the tests in this folder.

export const ATTACK = attackFromFacts(readFacts(contentJson('attack/attack-19.2.json')));

export function ruleOf(yaml: string): Rule {
  const [document] = parseRules(yaml);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return document.rule;
}

export function translationOf(
  target: Target,
  outcome: Outcome,
  table: string | null,
  trace: Translation['trace'] = [],
): Translation {
  return {
    target,
    outcome,
    table,
    kql: table,
    label: '',
    tables: table ? [table] : [],
    diagnostics: [],
    trace,
    cost: null,
    alternatives: [],
  };
}

export function evidenceOf(more: Partial<Evidence>): Evidence {
  return {
    ruleId: 'r',
    target: 'sentinel-asim',
    table: 't',
    label: '',
    outcome: 'exact',
    kind: 'sample',
    name: 'e',
    origin: 'recorded',
    tried: 1,
    event: {},
    matchedFields: [],
    sigma: true,
    kql: true,
    nearMisses: [],
    skipped: null,
    translatorVersion: '1',
    ...more,
  };
}

const archive = join(
  import.meta.dirname,
  '../../../shared/reference/sigma/SigmaHQ-sigma-8eaafff1f.tar.gz',
);

/** Whether the reference archive of rules lies beside the clone, and what a test's name says if not. */
export const ARCHIVE_PRESENT = existsSync(archive);
export const ARCHIVE_NOTE = ARCHIVE_PRESENT
  ? ''
  : ' (skipped: ../shared/reference/sigma is not there)';

/** Every rule of the reference archive. */
export async function rulesOfArchive(): Promise<Rule[]> {
  const rules: Rule[] = [];
  const tar = extract();
  tar.end(gunzipSync(readFileSync(archive)));
  for await (const entry of tar) {
    const wanted = /^[^/]+\/(?:rules|deprecated|unsupported)[^/]*\/.*\.yml$/.test(
      entry.header.name,
    );
    const chunks: Buffer[] = [];
    for await (const chunk of entry) if (wanted) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    for (const { rule } of wanted ? parseRules(text) : []) if (rule) rules.push(rule);
  }
  return rules;
}
