import { describe, expect, it } from 'vitest';
import { expandPlaceholders } from './expand-placeholders';
import { parseRules } from './parse-rules';
import { findPlaceholders, substitutePlaceholders } from './placeholders';
import type { DetectionRule, Predicate, Test } from './types';

function ruleOf(item: string): DetectionRule {
  const [document] = parseRules(
    `title: T\nlogsource: {product: x}\ndetection:\n    s: {${item}}\n    condition: s\n`,
  );
  if (document?.rule?.kind !== 'detection') throw new Error(JSON.stringify(document?.diagnostics));
  return document.rule;
}

function testsOf(predicate: Predicate): Test[] {
  if (predicate.kind === 'test') return [predicate.test];
  return predicate.kind === 'not' ? testsOf(predicate.of) : predicate.of.flatMap(testsOf);
}

describe('placeholders', () => {
  it.each<[string, string[]]>([
    ['%a%', ['a']],
    ['x%a%y%b%%a%', ['a', 'b']],
    ['\\%plain%name%', ['name']],
    ['100%', []],
    ['% a %', []],
  ])('are found in %s', (text, names) => {
    expect(findPlaceholders(text)).toEqual(names);
  });

  it('are each replaced once, in place', () => {
    expect(substitutePlaceholders('\\%x%a%-%b%', { a: ['%b%', 'y'], b: ['1', '2'] })).toEqual([
      '%x%b%-1',
      '%x%b%-2',
      '%xy-1',
      '%xy-2',
    ]);
  });
});

describe('expandPlaceholders', () => {
  it('inserts each value, wildcards included, and applies the other modifiers', () => {
    const rule = ruleOf("F|contains|expand: 'a%x%'");
    const expanded = expandPlaceholders(rule, { x: ['s*v', 'w'] });
    expect(testsOf(expanded.predicate)).toEqual(
      testsOf(ruleOf("F|contains: ['as*v', 'aw']").predicate),
    );
    expect(testsOf(expanded.selections[0]?.predicate as Predicate)).toHaveLength(2);
    expect(testsOf(rule.predicate)[0]?.kind).toBe('placeholder');
  });

  it('keeps each value of an `all` list a test of its own', () => {
    const expanded = expandPlaceholders(ruleOf("F|all|expand: ['%x%', b]"), { x: ['1', '2'] });
    expect(expanded.predicate).toMatchObject({
      kind: 'and',
      of: [{ kind: 'or' }, { kind: 'test' }],
    });
  });

  it('expands networks', () => {
    const expanded = expandPlaceholders(ruleOf("F|expand|cidr: '%x%'"), { x: ['10.0.0.0/8'] });
    expect(testsOf(expanded.predicate)[0]).toMatchObject({ kind: 'cidr', prefix: 8 });
  });

  it.each<[string, Record<string, string[]>]>([
    ['without a value', {}],
    ['with an empty list', { x: [] }],
    ['with a value that a modifier refuses', { x: ['nothing'] }],
    ['named like a method', { toString: ['a'] }],
  ])('leaves a placeholder %s', (_, values) => {
    const expanded = expandPlaceholders(ruleOf("F|expand|cidr: '%x%'"), values);
    expect(testsOf(expanded.predicate)[0]).toMatchObject({ kind: 'placeholder', names: ['x'] });
  });
});
