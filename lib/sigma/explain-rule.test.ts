import { describe, expect, it } from 'vitest';
import { explainRule } from './explain-rule';
import { parseRules } from './parse-rules';
import type { DetectionRule, SigmaEvent } from './types';

function ruleOf(detection: string): DetectionRule {
  const [document] = parseRules(`title: T\nlogsource: {product: x}\ndetection:\n${detection}`);
  if (document?.rule?.kind !== 'detection') throw new Error(JSON.stringify(document?.diagnostics));
  return document.rule;
}

function eventOf(fields: Record<string, unknown>, text = ''): SigmaEvent {
  return { product: 'x', category: null, service: null, fields, text, time: null };
}

const rule = ruleOf(`    selection:
        Image|endswith: '\\a.exe'
        CommandLine|contains: [' -enc ', ' -e ']
    other: {Other: 1}
    filter_main: {User|startswith: adm_}
    condition: selection and not 1 of filter_main* or other
`);
const only = { ...rule, predicate: rule.predicate.kind === 'or' ? rule.predicate.of[0] : null };
const both = only as DetectionRule;

describe('explainRule', () => {
  it('names the fields that made the rule match', () => {
    const event = eventOf({ Image: 'C:\\A.exe', CommandLine: 'x -e y', User: 'z' });
    const found = explainRule(rule, event);
    expect(found).toMatchObject({ matched: true, failure: null, reason: null });
    expect(found.matchedFields).toEqual(['Image', 'CommandLine']);
    expect(found.root.truth).toBe(true);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a value', { Image: 'b' }, "Image is 'b' but should end with '\\a.exe'"],
    ['an absent field', {}, "Image is absent but should end with '\\a.exe'"],
    [
      'a list of values',
      { Image: '\\a.exe', CommandLine: 'x' },
      "CommandLine is 'x' but should contain ' -enc ' or contain ' -e '",
    ],
    [
      'a filter',
      { Image: '\\a.exe', CommandLine: ' -e ', User: 'adm_1' },
      'filter_main matches but must not',
    ],
  ])('names %s as the first part that failed', (_, fields, reason) => {
    expect(explainRule(both, eventOf(fields))).toMatchObject({
      matched: false,
      matchedFields: [],
      reason,
    });
  });

  it('reports that none of several alternatives matched', () => {
    expect(explainRule(rule, eventOf({})).reason).toBe(
      'None of the alternatives in selection, filter_main, other matches',
    );
  });

  it('shows the event’s values next to each test', () => {
    const { root } = explainRule(both, eventOf({ Image: 'b', CommandLine: ['x', 1] }));
    const selection = root.kind === 'and' ? root.of[0] : null;
    expect(selection).toMatchObject({ kind: 'and', selection: 'selection', truth: false });
    expect(selection?.kind === 'and' && selection.of).toMatchObject([
      { kind: 'test', actual: ['b'] },
      { kind: 'or', of: [{ actual: ['x', '1'] }, { actual: ['x', '1'] }] },
    ]);
  });

  it('names a placeholder without a value, even if the rest holds', () => {
    const open = ruleOf("    s: {F|expand: '%Admins%'}\n    condition: not s\n");
    expect(explainRule(open, eventOf({}))).toMatchObject({
      matched: false,
      reason: 'No value is set for %Admins%',
    });
  });

  it('explains keywords', () => {
    const keywords = ruleOf('    k: [mimikatz]\n    condition: k\n');
    expect(explainRule(keywords, eventOf({}, 'nothing')).reason).toBe(
      "The event should contain 'mimikatz'",
    );
  });
});
