import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { constructEvents, matchesRaw } from '@/lib/proof';
import { parseRules } from '@/lib/sigma';
import { changeBetween } from './change-meaning';
import type { Meaning, RuleChange } from './types';

/** Two archives of SigmaHQ, the older first, if present beside the repository. */
const FOLDER = fileURLToPath(new URL('../../../shared/reference/sigma/', import.meta.url));
const ARCHIVES = ['SigmaHQ-sigma-0e3b749e0.tar.gz', 'SigmaHQ-sigma-8eaafff1f.tar.gz'] as const;
const RULE_PATH = /^[^/]+\/((?:rules(?:-[a-z-]+)?|deprecated|unsupported)\/.*\.yml)$/;

async function rulesOf(archive: string): Promise<Map<string, string>> {
  const rules = new Map<string, string>();
  const entries = extract();
  createReadStream(FOLDER + archive)
    .pipe(createGunzip())
    .pipe(entries);
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    if (!RULE_PATH.test(entry.header.name)) entry.resume();
    else for await (const chunk of entry) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const id = /^id: *(\S+)/m.exec(text)?.[1];
    if (id) rules.set(id, text);
  }
  return rules;
}

const present = existsSync(FOLDER) && ARCHIVES.every((name) => readdirSync(FOLDER).includes(name));

describe('the changes of SigmaHQ from April to August 2026', () => {
  it.skipIf(!present)(
    'are decided for all but a few rules (skipped without both archives in ../shared/reference/sigma)',
    async () => {
      const [before, after] = await Promise.all(ARCHIVES.map(rulesOf));
      const counts: Record<Meaning, number> = {
        wider: 0,
        narrower: 0,
        both: 0,
        'text-only': 0,
        undecided: 0,
      };
      let changed = 0;
      for (const [id, text] of after ?? []) {
        const old = before?.get(id);
        if (old === undefined || old === text) continue;
        changed++;
        const change = changeBetween(ruleIn(old), ruleIn(text));
        counts[change.meaning]++;
        // Events take long to make, and few changes are of the logic.
        if (change.meaning === 'text-only' && changed % 20 !== 0) continue;
        expect(contradictions(ruleIn(old), ruleIn(text), change), id).toEqual([]);
      }
      process.stdout.write(`${changed} changed rules of SigmaHQ: ${JSON.stringify(counts)}\n`);
      expect(changed).toBeGreaterThan(1000);
      const ofLogic = changed - counts['text-only'];
      expect(counts.undecided / ofLogic).toBeLessThan(0.05);
      for (const meaning of ['wider', 'narrower', 'both'] as const) {
        expect(counts[meaning]).toBeGreaterThan(10);
      }
    },
  );
});

const ruleIn = (text: string) => parseRules(text)[0]?.rule ?? null;

/** Which events say otherwise than the meaning, by the matcher: its own, and those made of each version. */
function contradictions(
  before: ReturnType<typeof ruleIn>,
  after: ReturnType<typeof ruleIn>,
  { meaning, onlyBefore, onlyAfter }: RuleChange,
): string[] {
  if (before?.kind !== 'detection' || after?.kind !== 'detection') return [];
  const found: string[] = [];
  if (onlyBefore && matchesRaw(after, onlyBefore.raw)) found.push('matched after, too');
  if (onlyAfter && matchesRaw(before, onlyAfter.raw)) found.push('matched before, too');
  const events = [before, after].flatMap((rule) => constructEvents(rule, 10).events);
  for (const { name, raw } of events) {
    const lost = matchesRaw(before, raw) && !matchesRaw(after, raw);
    const won = matchesRaw(after, raw) && !matchesRaw(before, raw);
    if (lost && (meaning === 'wider' || meaning === 'text-only')) found.push(`lost ${name}`);
    if (won && (meaning === 'narrower' || meaning === 'text-only')) found.push(`won ${name}`);
  }
  return found;
}
