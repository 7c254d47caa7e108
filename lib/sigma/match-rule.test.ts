import { describe, expect, it } from 'vitest';
import { coversLogSource, createMatcher, matchRule } from './match-rule';
import { parseRules } from './parse-rules';
import type { DetectionRule, SigmaEvent } from './types';

function ruleOf(detection: string, logsource = 'product: windows'): DetectionRule {
  const text = `title: T\nlogsource: {${logsource}}\ndetection:\n${detection}`;
  const [document] = parseRules(text);
  if (document?.rule?.kind !== 'detection') throw new Error(JSON.stringify(document?.diagnostics));
  return document.rule;
}

function eventOf(fields: Record<string, unknown>, text = ''): SigmaEvent {
  return { product: 'windows', category: null, service: null, fields, text, time: null };
}

function matches(item: string, fields: Record<string, unknown>): boolean {
  return matchRule(ruleOf(`    s: {${item}}\n    condition: s\n`), eventOf(fields));
}

describe('matchRule', () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ['F: cmd.EXE', { F: 'CMD.exe' }, true],
    ['F|cased: Cmd', { F: 'cmd' }, false],
    ['F|cased: Cmd', { F: 'Cmd' }, true],
    ['F: ΟΔΟΣ', { F: 'οδοσ' }, true],
    ['F|startswith: ΟΔΟΣ', { F: 'οδοσα' }, true],
    ['F: abc', {}, false],
    ["F: ''", { F: '' }, true],
    ["F: ''", {}, false],
    ["F: ''", { F: null }, false],
    ['F: null', {}, true],
    ['F: null', { F: null }, true],
    ['F: null', { F: '' }, false],
    ["F: '*'", { F: '' }, true],
    ["F: '*'", {}, false],
    ['F|exists: true', { F: null }, true],
    ['F|exists: true', {}, false],
    ['F|exists: false', {}, true],
    ['F: 4624', { F: '4624' }, true],
    ['F: 4624', { F: 4624 }, true],
    ['F: 0', { F: '0x0' }, true],
    ['F: 4624', { F: '4624x' }, false],
    ["F: '4624'", { F: 4624 }, true],
    ['F: true', { F: 'True' }, true],
    ['F: true', { F: true }, true],
    ["F: 'true'", { F: true }, true],
    ['F: b', { F: ['a', 'b'] }, true],
    ['F|gt: 5', { F: '6' }, true],
    ['F|gt: 5', { F: 'x' }, false],
    ['F|lte: 5', {}, false],
    ['F|re: b+', { F: 'abbc' }, true],
    ['F|re: B', { F: 'abbc' }, false],
    ['F|re|i: B', { F: 'abbc' }, true],
    ["F|cidr: '10.0.0.0/8'", { F: '10.9.9.9' }, true],
    ["F|cidr: '10.0.0.0/8'", { F: '11.9.9.9' }, false],
    ["F|cidr: '10.0.0.0/8'", { F: '::ffff:10.1.1.1' }, true],
    ["F|cidr: 'fe80::/10'", { F: 'FE80::1%4' }, true],
    ["F|cidr: 'fe80::/10'", { F: '10.0.0.1' }, false],
    ["F|cidr: '0.0.0.0/0'", { F: 'not an address' }, false],
    ['F|fieldref: G', { F: 'a', G: 'A' }, true],
    ['F|fieldref: G', { F: 'a', G: 'b' }, false],
    ['F|fieldref: G', {}, false],
    ['F|fieldref|endswith: G', { F: 'C:\\a.exe', G: 'A.exe' }, true],
    ['F|neq: a', { F: 'b' }, true],
    ['F|neq: a', { F: 'A' }, false],
    ['F|neq: a', {}, true],
    ['F|fieldref|neq: G', { F: 'a', G: 'b' }, true],
    ['F|hour: 22', { F: '2024-01-02T22:10:00Z' }, true],
    ['F|hour|gte: 22', { F: '2024-01-02T23:10:00.123Z' }, true],
    ['F|hour: 20', { F: '2024-01-02T22:10:00+02:00' }, true],
    ['F|week: 1', { F: '2024-01-02' }, true],
    ['F|week: 53', { F: '2021-01-01' }, true],
    ['F|year: 2024', { F: 'soon' }, false],
    ['F: [a, null]', {}, true],
    ['a.b: x', { a: { b: 'X' } }, true],
    ['a.b: x', { 'a.b': 'x' }, true],
    ['__proto__: x', {}, false],
  ])('%s on %j is %s', (item, fields, truth) => {
    expect(matches(item, fields)).toBe(truth);
  });

  it('does not exclude an event that lacks the filter’s field', () => {
    const rule = ruleOf('    s: {F: a}\n    f: {G|contains: b}\n    condition: s and not f\n');
    expect(matchRule(rule, eventOf({ F: 'a' }))).toBe(true);
    expect(matchRule(rule, eventOf({ F: 'a', G: 'abc' }))).toBe(false);
  });

  it('finds keywords anywhere in the event', () => {
    const any = ruleOf("    k: [mimi*katz, '4711']\n    condition: k\n");
    expect(matchRule(any, eventOf({}, '<Data>MIMI and KATZ</Data>'))).toBe(true);
    expect(matchRule(any, eventOf({}, 'x47110'))).toBe(true);
    expect(matchRule(any, eventOf({}, 'nothing'))).toBe(false);
    const all = ruleOf("    k:\n        '|all': [one, two]\n    condition: k\n");
    expect(matchRule(all, eventOf({}, 'one'))).toBe(false);
    expect(matchRule(all, eventOf({}, 'two one'))).toBe(true);
  });

  it('matches no event while a placeholder is unknown, negated or not', () => {
    const rule = ruleOf("    s: {F|expand: '%x%'}\n    condition: not s\n");
    expect(matchRule(rule, eventOf({ F: 'a' }))).toBe(false);
  });
});

describe('createMatcher', () => {
  const detection = '    s: {F: [a, b]}\n    condition: s\n';
  const windows = ruleOf(detection);
  const created = ruleOf(detection, 'product: windows, category: process_creation');
  const linux = ruleOf(detection, 'product: linux');

  it('tries the rules that cover the event’s log source, in order', () => {
    const matcher = createMatcher([created, linux, windows]);
    const event = { ...eventOf({ F: 'B' }), category: 'process_creation', service: 'sysmon' };
    expect(matcher.match(event)).toEqual([created, windows]);
    expect(matcher.match(eventOf({ F: 'b' }))).toEqual([windows]);
    expect(matcher.match(eventOf({ F: 'c' }))).toEqual([]);
    expect(coversLogSource(created.logsource, event)).toBe(true);
    expect(coversLogSource(linux.logsource, event)).toBe(false);
  });
});
