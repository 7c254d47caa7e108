import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { parseRules } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import { createTranslator } from '..';

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });

function translate(selection: string, target: Target = 'sentinel', condition = 's') {
  const [document] = parseRules(`title: T
logsource: {product: windows, service: security}
detection: {e: {EventID: 4624}, s: {${selection}}, condition: e and ${condition}}
`);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return translator.translate(document.rule, target);
}

describe('a placeholder without values', () => {
  it.each([
    ["TargetUserName|expand: '%a%'", 's', 'TargetUserName in~ (your_a)'],
    ["TargetUserName|cased|expand: '%a%'", 's', 'TargetUserName in (your_a)'],
    ["TargetUserName|expand: '%a%'", 'not s', 'TargetUserName !in~ (your_a)'],
    ["LogonType|expand: '%a%'", 's', 'tostring(LogonType) in~ (your_a)'],
  ])('compares exactly with a list: %s, %s', (selection, condition, expected) => {
    const { outcome, kql, diagnostics } = translate(selection, 'sentinel', condition);
    expect(outcome).toBe('exact');
    expect(kql).toContain('let your_a = dynamic(["example-a"]);\nSecurityEvent\n');
    expect(kql).toContain(expected);
    expect(diagnostics).toMatchObject([
      { severity: 'info', code: 'translate/needs-values', message: 'Needs your values: %a%' },
    ]);
  });

  it('requires every one of several under `all`', () => {
    const { kql } = translate("TargetUserName|all|expand: ['%a%', '%b%']");
    expect(kql).toMatch(/TargetUserName in~ \(your_a\)\s+and TargetUserName in~ \(your_b\)/);
  });

  it.each([
    ['s', 'narrower'],
    ['not s', 'wider'],
    ['not (not s)', 'narrower'],
  ])('finds whole terms under `contains` and names the error: %s', (condition, effect) => {
    const found = translate("TargetUserName|contains|expand: '%a%'", 'sentinel', condition);
    expect(found.outcome).toBe('approximate');
    expect(found.kql).toContain('TargetUserName has_any (your_a)');
    expect(found.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'translate/approximate-list', effect }),
    );
  });

  it.each([
    ["IpAddress|cidr|expand: '%a%'", 'under `cidr`'],
    ["TargetUserName|re|expand: '%a%'", 'under `re`'],
    ["TargetUserName|startswith|expand: '%a%'", 'under `startswith`'],
    ["TargetUserName|contains|cased|expand: '%a%'", 'with its case'],
    ["TargetUserName|expand: 'adm-%a%'", 'only a part of the value'],
  ])('is refused with the reason where no list can take its place: %s', (selection, reason) => {
    const { outcome, diagnostics } = translate(selection);
    expect(outcome).toBe('unsupported');
    expect(diagnostics).toMatchObject([{ severity: 'error', code: 'translate/placeholder' }]);
    expect(diagnostics[0]?.message).toContain(reason);
  });

  it('offers a watchlist with its SearchKey on Sentinel only', () => {
    const hint = (target: Target) => translate("TargetUserName|expand: '%a%'", target);
    const [sentinel, defender] = [hint('sentinel'), hint('defender-xdr')];
    expect(sentinel.diagnostics[0]?.hint).toContain(
      'let your_a = _GetWatchlist("a") | project SearchKey;',
    );
    expect(sentinel.kql).toContain('// %a%: put your values here, or _GetWatchlist("a")');
    expect(defender.kql).toContain('// %a%: put your values here\nlet your_a');
    expect(JSON.stringify(defender)).not.toContain('_GetWatchlist');
  });

  it('has no list if the table’s query leaves its comparison out', () => {
    const { kql, diagnostics } = translate("Nowhere|expand: '%a%'", 'defender-xdr', 'not s');
    expect(kql).not.toContain('your_a');
    expect(diagnostics.map(({ code }) => code)).not.toContain('translate/needs-values');
  });
});
