import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { messageOf } from '@/lib/diagnostic';
import { readKnowledge } from '@/lib/knowledge';
import { createCheckPool } from '@/lib/kql';
import { parseRules, type Rule } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import { createTranslator, type Translation, type Variant } from '.';

// Each case is a rule and its query on every target. `UPDATE_CASES=1` rewrites the queries; read the
// difference before you commit it.
const CASES = join(import.meta.dirname, 'cases');
const UPDATE = process.env.UPDATE_CASES === '1';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });
const withPlaceholders = createTranslator({
  mappings,
  schemas,
  settings: { placeholders: { Administrators: ['adm-*', 'root'] }, asimNames: 'workspace' },
});
const pool = createCheckPool(schemas);
afterAll(() => pool.close());

function rulesOf(name: string): Rule[] {
  const text = readFileSync(join(CASES, name, 'rule.yml'), 'utf8');
  return parseRules(text).map(({ rule, diagnostics }) => {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (!rule || errors.length > 0) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return rule;
  });
}

function relatedTo(rules: readonly Rule[]): Map<string, Rule> {
  return new Map(
    rules.flatMap((rule) => [[rule.id, rule] as const, [rule.name ?? rule.id, rule] as const]),
  );
}

function textOf(variant: Variant): string {
  const head = `// ${variant.outcome}${variant.label ? `: ${variant.label}` : ''}\n`;
  const notes = variant.diagnostics.map((one) => `// ${one.code} ${messageOf(one)}\n`).join('');
  return `${head}${notes}${variant.kql === null ? '' : `${variant.kql}\n`}`;
}

function goldenOf(translation: Translation): string {
  return [translation, ...translation.alternatives].map(textOf).join('\n');
}

describe('golden cases', () => {
  const names = readdirSync(CASES);

  it('has a case for each of the twenty points', () => {
    const points = new Set(names.map((name) => /^\d\d/.exec(name)?.[0]).filter(Boolean));
    expect([...points].sort()).toEqual(
      Array.from({ length: 20 }, (_, at) => String(at + 1).padStart(2, '0')),
    );
  });

  for (const name of names) {
    it(`translates ${name} as recorded, and the binder accepts the query`, async () => {
      const rules = rulesOf(name);
      const rule = rules.at(-1);
      if (!rule) throw new Error(`${name} holds no rule`);
      const requests = [];
      for (const target of TARGETS) {
        const translation = translator.translate(rule, target, relatedTo(rules));
        const file = join(CASES, name, `${target}.kql`);
        if (UPDATE) {
          writeFileSync(file, goldenOf(translation));
        }
        expect.soft(goldenOf(translation)).toBe(readFileSync(file, 'utf8'));
        for (const { kql, label } of [translation, ...translation.alternatives]) {
          if (kql !== null) requests.push({ key: `${target} ${label}`, kql, target });
        }
      }
      const found = await pool.check(requests);
      expect([...found].filter(([, diagnostics]) => diagnostics.length > 0)).toEqual([]);
    });
  }
});

describe('settings', () => {
  it('replaces placeholders with values, including wildcards', () => {
    const [rule] = rulesOf('19-placeholders');
    if (!rule) throw new Error('no rule');
    const { outcome, kql } = withPlaceholders.translate(rule, 'sentinel');
    expect(outcome).toBe('exact');
    expect(kql).toContain('TargetUserName startswith "adm-"');
    expect(kql).toContain('TargetUserName =~ "root"');
  });

  it('calls ASIM parsers by their workspace names', () => {
    const [rule] = rulesOf('file-event');
    if (!rule) throw new Error('no rule');
    const { kql, tables } = withPlaceholders.translate(rule, 'sentinel-asim');
    expect(kql).toMatch(/^imFileEvent\n/);
    expect(tables).toEqual(['imFileEvent']);
  });

  it('changes its version with the settings', () => {
    expect(withPlaceholders.version).not.toBe(translator.version);
  });
});
