import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { DiagnosticCode } from '../diagnostic';
import type { Severity } from '../severity';
import type { CodeText } from './code-text';
import { DIAGNOSTIC_GROUPS } from './diagnostic-groups';

const documented = new Map<string, CodeText>(
  DIAGNOSTIC_GROUPS.flatMap(({ codes }) => Object.entries<CodeText>(codes)),
);

/** A severity and the code after it, where both are written out. */
const WRITTEN =
  /(?:\b(?:diagnose|issue)\(\s*|\bseverity:\s*)'(?<severity>error|warning|info)',\s*(?:code:\s*)?'(?<code>[a-z]+\/[a-z0-9-]+)'/g;
const CODE = /'((?:sigma|translate|kql|ingest|attack)\/[a-z0-9-]+)'/g;

interface Emitted {
  readonly codes: ReadonlySet<string>;
  readonly severities: ReadonlyMap<string, ReadonlySet<Severity>>;
}

/** What the code of `lib` reports, but for the registry itself and tests. */
function emitted(): Emitted {
  const codes = new Set<string>();
  const severities = new Map<string, Set<Severity>>();
  const lib = join(import.meta.dirname, '..');
  for (const name of readdirSync(lib, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    if (/^(?:diagnostic-codes|catalog.generated)\b/.test(name)) continue;
    const text = readFileSync(join(lib, name), 'utf8');
    for (const [, code = ''] of text.matchAll(CODE)) codes.add(code);
    for (const { groups = {} } of text.matchAll(WRITTEN)) {
      const { code = '', severity = '' } = groups;
      const known = severities.get(code) ?? new Set();
      severities.set(code, known.add(severity as Severity));
    }
  }
  return { codes, severities };
}

describe('the diagnostic codes', () => {
  const { codes, severities } = emitted();

  it('are all emitted', () => {
    expect([...documented.keys()].filter((code) => !codes.has(code))).toEqual([]);
  });

  it('are each documented once', () => {
    const all = DIAGNOSTIC_GROUPS.flatMap((group) => Object.keys(group.codes));
    expect(all.length).toBe(documented.size);
    expect(documented.size).toBeGreaterThan(100);
  });

  it('are emitted with the severity that is documented', () => {
    expect(severities.size).toBeGreaterThan(60);
    for (const [code, used] of severities) {
      const severity = documented.get(code)?.severity;
      if (severity) expect([...used], code).toEqual([severity]);
    }
  });

  it('have a text in whole sentences', () => {
    for (const [code, { meaning, remedy }] of documented) {
      for (const text of [meaning, remedy]) expect(text, code).toMatch(/^[A-Z`].*[.]$/);
    }
  });

  it('are a closed type, open only for the numbers of Microsoft’s parser', () => {
    expectTypeOf<'translate/no-such-code'>().not.toExtend<DiagnosticCode>();
    expectTypeOf<'kql/no-such-code'>().not.toExtend<DiagnosticCode>();
    expectTypeOf<'translate/no-table'>().toExtend<DiagnosticCode>();
    expectTypeOf<'kql/KS142'>().toExtend<DiagnosticCode>();
  });
});

it('names file, setting and command wherever values of placeholders are to be given', () => {
  const codes = ['translate/placeholder', 'translate/needs-values', 'translate/approximate-list'];
  const remedies = codes.flatMap((code) => documented.get(code)?.remedy ?? []);
  expect(remedies).toHaveLength(codes.length);
  for (const remedy of remedies) {
    expect(remedy).toContain('`PLACEHOLDERS=placeholders.yml`');
    expect(remedy).toContain('`npm run ingest`');
  }
});
