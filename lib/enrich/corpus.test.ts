import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { parseRules, type Rule } from '@/lib/sigma';
import { enrich } from './index';
import { ATTACK } from './samples';

// Every rule of the reference archive and every starter rule.

const root = join(import.meta.dirname, '../..');
const archive = join(root, '../shared/reference/sigma/SigmaHQ-sigma-8eaafff1f.tar.gz');
const present = existsSync(archive);

async function rulesOfArchive(): Promise<Rule[]> {
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

function starterRules(): Rule[] {
  const folder = join(root, 'content/starter/rules');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.yml'))
    .flatMap((name) => parseRules(readFileSync(join(folder, name), 'utf8')))
    .flatMap(({ rule }) => (rule ? [rule] : []));
}

function faults(rule: Rule): string[] {
  const { hypothesis, falsePositives, triage, reasons } = enrich({
    rule,
    translations: [],
    evidence: [],
    attack: ATTACK,
    asOf: '2026-08-05',
  });
  const [first = ''] = hypothesis.split('\n');
  const found: string[] = [];
  if (first.length < 40 || first.length > 280) found.push(`first sentence of ${first.length}`);
  if (hypothesis.length > 1_200) found.push(`hypothesis of ${hypothesis.length}`);
  if (falsePositives.length === 0 || triage.length === 0) found.push('nothing to say');
  const texts = [
    ...hypothesis.split('\n'),
    ...[...falsePositives, ...triage, ...reasons].map(({ text }) => text),
  ];
  for (const text of texts) {
    if (!/[.!?]$/.test(text)) found.push(`no full stop: ${text}`);
    if (/ {2}|undefined|NaN|\[object/.test(text.replace(/`[^`]*`|“[^”]*”/g, 'x'))) {
      found.push(`odd words: ${text}`);
    }
    if (text.length > 620) found.push(`text of ${text.length}: ${text}`);
  }
  return found.map((fault) => `${rule.title}: ${fault}`);
}

describe('every rule is enriched', () => {
  it('of the starter content', () => {
    expect(starterRules().flatMap(faults)).toEqual([]);
  });

  it.skipIf(!present)(
    `of the reference archive${present ? '' : ' (skipped: ../shared/reference/sigma is not there)'}`,
    async () => {
      const rules = await rulesOfArchive();
      expect(rules.length).toBeGreaterThan(3_000);
      expect(rules.flatMap(faults)).toEqual([]);
    },
  );
});
