import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRule } from './match-rule';
import { parseRules } from './parse-rules';
import { leafImplies } from './test-implies';
import type { DetectionRule, SigmaEvent } from './types';
import type { Leaf } from './walk-predicate';

function ruleOf(item: string): DetectionRule {
  const text = `title: T\nlogsource: {product: windows}\ndetection:\n    s: {${item}}\n    condition: s\n`;
  const [document] = parseRules(text);
  if (document?.rule?.kind !== 'detection') throw new Error(JSON.stringify(document?.diagnostics));
  return document.rule;
}

/** The one comparison that the item comes to. */
function leafOf({ predicate }: DetectionRule): Leaf {
  let node = predicate;
  while (node.kind === 'and' || node.kind === 'or') {
    const [only] = node.of;
    if (!only || node.of.length > 1) throw new Error('several comparisons');
    node = only;
  }
  if (node.kind !== 'test') throw new Error(`a ${node.kind}`);
  return node;
}

const implies = (a: string, b: string) => leafImplies(leafOf(ruleOf(a)), leafOf(ruleOf(b)));

describe('leafImplies', () => {
  it.each<[string, string, boolean]>([
    ['F|contains: abc', 'F|contains: ab', true],
    ['F|contains: ab', 'F|contains: abc', false],
    ['F|contains: abc', 'G|contains: ab', false],
    ['F|endswith: \\cmd.exe', 'F|endswith: .EXE', true],
    ['F|endswith: .exe', 'F|endswith: \\cmd.exe', false],
    ['F: abc', 'F|startswith: a', true],
    ["F: 'a*b*c'", "F: 'a*c'", true],
    ["F: 'a?c'", "F: 'a*c'", true],
    ["F: 'a*c'", "F: 'a?c'", false],
    ["F: '*a*b*'", "F: '*a*'", true],
    ["F: 'abab'", "F: '*ab'", true],
    ['F|cased: Abc', 'F: abc', true],
    ['F: abc', 'F|cased: abc', false],
    ["F: '123'", "F|cased: '123'", true],
    ["F: '4624'", 'F: 4624', true],
    ['F: 4624', "F: '4624'", false],
    ['F: 7', 'F|gt: 5', true],
    ['F: 7', 'F|lt: 5', false],
    ["F: '7'", 'F|gte: 7', true],
    ['F|gt: 5', 'F|gte: 5', true],
    ['F|gte: 5', 'F|gt: 5', false],
    ['F|gt: 5', 'F|gt: 3', true],
    ['F|lt: 3', 'F|lte: 5', true],
    ['F|lt: 3', 'F|gt: 5', false],
    ['F|hour: 22', 'F|hour|gte: 20', true],
    ['F|hour|gte: 20', 'F|hour: 22', false],
    ['F|hour: 22', 'F|minute|gte: 20', false],
    ["F|cidr: '10.1.0.0/16'", "F|cidr: '10.0.0.0/8'", true],
    ["F|cidr: '10.0.0.0/8'", "F|cidr: '10.1.0.0/16'", false],
    ["F: '10.1.2.3'", "F|cidr: '10.0.0.0/8'", true],
    ['F: true', "F: 'true'", true],
    ["F: 'true'", 'F: true', true],
    ['F: a', 'F|exists: true', true],
    ["F: ''", 'F|exists: true', true],
    ['F: null', 'F|exists: true', false],
    ['F|exists: false', 'F: null', true],
    ['F: null', 'F|exists: false', false],
    ['F|fieldref: G', 'F|fieldref|endswith: G', true],
    ['F|fieldref|endswith: G', 'F|fieldref|contains: G', true],
    ['F|fieldref|contains: G', 'F|fieldref: G', false],
    ['F|re: ^ab+$', 'F|re: ab', true],
    ['F|re: ab', 'F|re: ^ab+$', false],
    ["F|re: 'f53f[0-9a-f]{2}$'", "F|re: 'f53f[0-9a-f]{2}'", true],
    ["F|re: 'a[0-4]'", "F|re: 'a\\d'", true],
    ["F|re: 'a\\d'", "F|re: 'a[0-4]'", false],
    ['F|re: abc', 'F|contains: bc', true],
    ['F|re: abc', 'F|endswith: bc', false],
    ['F|contains: abc', 'F|re|i: B', true],
    ['F|contains: abc', 'F|re: b', false],
    ['F|contains|cased: abc', 'F|re: b', true],
    ["F|re: 'a$'", "F|re: 'a\\z'", false],
    ["F|re: 'a\\z'", "F|re: 'a$'", true],
    ["F|re: '\\bfoo\\b'", 'F|re: foo', true],
    ['F|re: foo', "F|re: '\\bfoo\\b'", false],
    ["F|expand: '%x%'", "F|expand: '%x%'", true],
    ["F|expand: '%x%'", 'F|exists: true', false],
  ])('%s implies %s: %s', (a, b, expected) => {
    expect(implies(a, b)).toBe(expected);
  });

  it('takes keywords as parts of the text', () => {
    const keyword = (text: string): Leaf => ({ ...leafOf(ruleOf(`F: '${text}'`)), field: null });
    expect(leafImplies(keyword('abc'), keyword('b'))).toBe(true);
    expect(leafImplies(keyword('b'), keyword('abc'))).toBe(false);
  });

  it('holds on every event that passes the first', () => {
    const letters = fc.string({ maxLength: 4, unit: fc.constantFrom('a', 'b', 'A', '*', '?') });
    const regex = fc
      .array(fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', 'a*', 'b+', '^', '$', '\\b', 'A'), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => parts.join(''));
    const item = fc.oneof(
      fc.tuple(fc.constantFrom('F', 'F|contains', 'F|endswith', 'F|cased'), letters),
      fc.tuple(fc.constantFrom('F|re', 'F|re|i', 'F|re|m'), regex),
    );
    const value = fc.string({ maxLength: 5, unit: fc.constantFrom('a', 'b', 'A', 'B', ' ', '\n') });
    let implied = 0;
    fc.assert(
      fc.property(item, item, fc.array(value, { minLength: 30, maxLength: 30 }), (x, y, values) => {
        const [a, b] = [x, y].map(([key, text]) => ruleOf(`${key}: '${text}'`));
        if (!a || !b || !leafImplies(leafOf(a), leafOf(b))) return;
        implied++;
        for (const F of values) {
          const event: SigmaEvent = {
            product: 'windows',
            category: null,
            service: null,
            fields: { F },
            text: '',
            time: null,
          };
          if (matchRule(a, event)) expect(matchRule(b, event)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
    expect(implied).toBeGreaterThan(100);
  });
});
