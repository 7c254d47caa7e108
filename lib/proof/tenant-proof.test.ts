import { describe, expect, it } from 'vitest';
import { contentTexts } from '@/lib/content';
import { readKnowledge } from '@/lib/knowledge';
import { compileQuery, createChecker, quoteString } from '@/lib/kql';
import { parseRules, type Rule, relatedRules } from '@/lib/sigma';
import { TARGETS, type Target } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import { createContext } from './proof-context';
import { tenantCases } from './tenant-cases';
import { type ProofCase, tenantProof } from './tenant-proof';

const knowledge = readKnowledge();
const { schemas } = knowledge;
const translator = createTranslator(knowledge);
const checker = createChecker(schemas);
const context = createContext(schemas, translator.version);

function queryOf(rules: readonly Rule[], target: Target) {
  const [rule] = rules;
  if (!rule) throw new Error('no rule');
  const related = relatedRules(rules)(rule);
  const { kql, table, tables } = translator.translate(rule, target, related);
  if (kql === null || table === null) return null;
  const query = { kql, target, table, tables };
  return { query, cases: tenantCases(rule, related, query, [], context) };
}

function verdictOf(kql: string, target: Target): Record<string, unknown> {
  const query = compileQuery(kql, { schemas, target });
  expect(query.diagnostics).toEqual([]);
  const { rows } = query.run({});
  expect(rows).toHaveLength(1);
  return rows[0] ?? {};
}

const STARTER = contentTexts('starter/rules', { recursive: true }).map(({ text }) =>
  parseRules(text).flatMap(({ rule }) => rule ?? []),
);

describe('the proof for a tenant', () => {
  it.each(TARGETS)('passes on the rows of every starter rule for %s', (target) => {
    let proven = 0;
    for (const rules of STARTER) {
      const found = queryOf(rules, target);
      if (!found || found.cases.length === 0) continue;
      const proof = tenantProof(found.query.kql, target, found.cases, { schemas, checker });
      if (!proof) throw new Error(found.query.kql);
      expect(checker.check(proof.kql, target).filter((one) => one.severity === 'error')).toEqual(
        [],
      );
      expect(verdictOf(proof.kql, target)).toMatchObject({
        Verdict: expect.stringMatching(/^Passed/),
        Cases: found.cases.length,
        Otherwise: [],
      });
      expect(proof.matches).toBeGreaterThan(0);
      expect(proof.matches + proof.misses).toBe(found.cases.length);
      proven++;
    }
    expect(proven).toBeGreaterThan(10);
  });

  const TOOL = parseRules(
    "title: T\nlogsource: {product: windows, category: process_creation}\ndetection:\n  s: {Image|endswith: '\\tool.exe', CommandLine|contains: ' -x '}\n  condition: s\n",
  ).flatMap(({ rule }) => rule ?? []);

  it('fails, and names the cases, where the query finds something else', () => {
    const found = queryOf(TOOL, 'defender-xdr');
    if (!found) throw new Error('no query');
    const other = found.query.kql.replace('contains " -x "', 'contains " -y "');
    const proof = tenantProof(other, 'defender-xdr', found.cases, { schemas, checker });
    const verdict = verdictOf(proof?.kql ?? '', 'defender-xdr');
    expect(verdict.Verdict).toMatch(/^Failed/);
    expect(verdict.Otherwise).toContain(`Not found: ${found.cases[0]?.name}`);
  });

  it('reads no table of the tenant', () => {
    for (const target of TARGETS) {
      const found = queryOf(TOOL, target);
      if (!found) throw new Error('no query');
      const proof = tenantProof(found.query.kql, target, found.cases, { schemas, checker });
      const query = compileQuery(proof?.kql ?? '', { schemas, target });
      const intruder = { [found.query.table]: [{ ActionType: 'ProcessCreated' }] };
      expect(query.run(intruder).rows).toEqual(query.run({}).rows);
    }
  });

  it('proves a correlation on lists of events', () => {
    const rules = parseRules(
      'title: T\nlogsource: {product: windows, service: security}\ndetection:\n  s: {EventID: 4625}\n  timeframe: 10m\n  condition: s | count() by TargetUserName > 3\n',
    ).flatMap(({ rule }) => rule ?? []);
    const found = queryOf(rules, 'sentinel');
    if (!found) throw new Error('no query');
    expect(found.cases.map(({ expected }) => expected)).toContain(false);
    const proof = tenantProof(found.query.kql, 'sentinel', found.cases, { schemas, checker });
    expect(verdictOf(proof?.kql ?? '', 'sentinel').Verdict).toMatch(/^Passed/);
    const broken = found.query.kql.replace('> 3', '> 30');
    const failing = tenantProof(broken, 'sentinel', found.cases, { schemas, checker });
    expect(verdictOf(failing?.kql ?? '', 'sentinel').Verdict).toMatch(/^Failed/);
  });

  it('is none for a correlation over an ASIM parser', () => {
    const rules = parseRules(
      'title: T\nlogsource: {product: windows, category: process_creation}\ndetection:\n  s: {Image: x}\n  timeframe: 10m\n  condition: s | count() by User > 3\n',
    ).flatMap(({ rule }) => rule ?? []);
    const found = queryOf(rules, 'sentinel-asim');
    if (!found) throw new Error('no query');
    const proof = tenantProof(found.query.kql, 'sentinel-asim', found.cases, { schemas, checker });
    expect(proof).toBeNull();
  });

  it('stands in for an ASIM parser with only the parameters that the query gives it', () => {
    const row = { EventType: 'Query', DnsQuery: 'a.example' };
    const cases: ProofCase[] = [
      {
        name: 'a',
        expected: true,
        rows: [{ table: '_Im_Dns', row, origin: 'recorded', source: '' }],
      },
    ];
    const proofOf = (call: string) =>
      tenantProof(`${call} | where DnsQuery endswith ".example"`, 'sentinel-asim', cases, {
        schemas,
        checker,
      })?.kql ?? '';
    const bare = proofOf('_Im_Dns');
    expect(bare).toContain('let _Im_Dns = datatable(');
    const called = proofOf('_Im_Dns(domain_has_any = dynamic(["example"]))');
    expect(called).toContain('let _Im_Dns = (domain_has_any: dynamic = dynamic([]))');
    for (const kql of [bare, called, proofOf('_Im_Dns()')]) {
      expect(verdictOf(kql, 'sentinel-asim').Verdict).toMatch(/^Passed/);
    }
  });

  it('reads from the cases to the verdict, without a blank line, which would end it', () => {
    const found = queryOf(TOOL, 'defender-xdr');
    if (!found) throw new Error('no query');
    const proof = tenantProof(found.query.kql, 'defender-xdr', found.cases, { schemas, checker });
    const { kql = '' } = proof ?? {};
    expect(kql.match(/^\/\/ (What|Rows|The query|The verdict).*/gm)).toEqual([
      '// What the query must find (true) and must not (false)',
      '// Rows in place of DeviceProcessEvents',
      '// The query',
      '// The verdict, in one row',
    ]);
    expect(kql).not.toMatch(/\n\s*\n/);
  });

  it('holds any text of an event as it is', () => {
    const texts = ['"', "'", '\\', '"]; print 1 //', 'a\nb', '\u202e', 'ü😀', '@"x"', '//', '$'];
    const cases = texts.map(
      (text, at): ProofCase => ({
        name: text,
        expected: true,
        rows: [
          {
            table: 'DeviceProcessEvents',
            row: { ProcessCommandLine: text, ProcessId: at },
            origin: 'recorded',
            source: '',
          },
        ],
      }),
    );
    const places = texts.map(
      (text, at) => `ProcessId == ${at} and ProcessCommandLine == ${quoteString(text)}`,
    );
    const kql = `DeviceProcessEvents | where ${places.join(' or ')}`;
    const proof = tenantProof(kql, 'defender-xdr', cases, { schemas, checker });
    expect(verdictOf(proof?.kql ?? '', 'defender-xdr')).toMatchObject({ Otherwise: [] });
  });
});
