import { describe, expect, it } from 'vitest';
import { checkRule } from './check-rule';
import { parseRules } from './parse-rules';

const HEAD = `title: T
id: 5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a01
status: test
description: Finds what the tests are about
author: A
date: 2024-01-02
logsource: {product: windows}
level: low
`;

function check(text: string): { code: string; at: string; severity: string }[] {
  return parseRules(text).flatMap(({ rule, diagnostics }) => {
    if (!rule) throw new Error(JSON.stringify(diagnostics));
    return checkRule(rule, text).map(({ code, span, severity }) => ({
      code,
      severity,
      at: text.slice(span?.start, span?.end),
    }));
  });
}

function codes(detection: string, head = HEAD): string[] {
  return check(`${head}detection:\n${detection}`).map((one) => one.code);
}

describe('checkRule', () => {
  it('reports nothing on a good rule', () => {
    const detection = `    selection:
        Image|endswith: '\\a.exe'
        CommandLine|contains|all: [x, y]
    filter_main_b: {User: null}
    condition: selection and not 1 of filter_main_*
`;
    expect(
      codes(detection, `${HEAD}tags: [attack.t1059.001, attack.stealth, cve.2021-44228]\n`),
    ).toEqual([]);
  });

  it.each<[string, string, string]>([
    [
      'a selection that is never used',
      '    a: {F: b}\n    c: {F: d}\n    condition: a\n',
      'sigma/unused-selection',
    ],
    ['`all of` one selection', '    s_a: {F: b}\n    condition: all of s_*\n', 'sigma/all-of-one'],
    [
      '`all of them`',
      '    s: {F: b}\n    t: {F: c}\n    condition: all of them\n',
      'sigma/all-of-them',
    ],
    [
      'operators in capitals',
      '    s: {F: b}\n    t: {F: c}\n    condition: s AND t\n',
      'sigma/condition-case',
    ],
    [
      '`all` with one value',
      '    s: {F|contains|all: b}\n    condition: s\n',
      'sigma/all-single-value',
    ],
    ['a value twice', '    s: {F: [b, b]}\n    condition: s\n', 'sigma/duplicate-value'],
    ['a keyword twice', '    s: [b, b]\n    condition: s\n', 'sigma/duplicate-value'],
    [
      'wildcards around a value',
      "    s: {F: '*b*'}\n    condition: s\n",
      'sigma/wildcard-instead-of-modifier',
    ],
    [
      'wildcards that contains adds',
      "    s: {F|contains: '*b'}\n    condition: s\n",
      'sigma/redundant-wildcard',
    ],
    [
      '`contains` any value',
      "    s: {F|contains: '*'}\n    condition: s\n",
      'sigma/redundant-wildcard',
    ],
    [
      '`contains` nothing',
      "    s: {F|contains: ''}\n    condition: s\n",
      'sigma/redundant-wildcard',
    ],
    ['null among values', '    s: {F: [a, null]}\n    condition: s\n', 'sigma/null-in-list'],
    [
      'a modifier twice',
      '    s: {F|contains|contains: b}\n    condition: s\n',
      'sigma/duplicate-modifier',
    ],
    [
      'a value twice but for its case',
      '    s: {F: [b, B]}\n    condition: s\n',
      'sigma/duplicate-value',
    ],
    [
      '`1 of them` over one selection',
      '    s: {F: b}\n    condition: 1 of them\n',
      'sigma/all-of-one',
    ],
    [
      'two anchors',
      '    s: {F|startswith|endswith: a}\n    condition: s\n',
      'sigma/modifier-conflict',
    ],
    [
      'pieces compared with the whole',
      '    s: {F|base64offset: abc}\n    condition: s\n',
      'sigma/modifier-conflict',
    ],
    [
      'all of several whole values',
      '    s: {F|all: [a, b]}\n    condition: s\n',
      'sigma/modifier-conflict',
    ],
    ['two asterisks', "    s: {F: 'a**b'}\n    condition: s\n", 'sigma/double-wildcard'],
    ['an escaped wildcard', "    s: {F: 'a\\*'}\n    condition: s\n", 'sigma/escaped-wildcard'],
    ['a number in quotes', "    s: {F: '1'}\n    condition: s\n", 'sigma/number-as-string'],
    ['a control character', '    s: {F: "\\x01"}\n    condition: s\n', 'sigma/control-character'],
    ['an odd field name', '    s: {"F ": a}\n    condition: s\n', 'sigma/non-ascii-field'],
  ])('reports %s', (_, detection, code) => {
    expect(codes(detection)).toEqual([code]);
  });

  it.each<[string, string]>([
    ['tags: [attak.t1059]', 'sigma/unknown-tag-namespace'],
    ['tags: [attack.t10590]', 'sigma/invalid-tag'],
    ['tags: [cve.2021.44228]', 'sigma/invalid-tag'],
    ['modified: 2023-01-01', 'sigma/date-order'],
    ['references: ["https://attack.mitre.org/techniques/T1059/"]', 'sigma/reference-form'],
    ['references: ["https://github.com/a/b/blob/main/c.md"]', 'sigma/reference-form'],
    ['falsepositives: [None]', 'sigma/falsepositive-form'],
    ['falsepositives: [Unkown]', 'sigma/falsepositive-form'],
    ['falsepositives: [administrators]', 'sigma/falsepositive-form'],
    ['falsepositives: [Pentest tools]', 'sigma/falsepositive-form'],
  ])('reports %s', (line, code) => {
    expect(codes('    s: {F: b}\n    condition: s\n', `${HEAD}${line}\n`)).toEqual([code]);
  });

  it.each<[string, string, string]>([
    ['title: T\n', `title: ${'T'.repeat(121)}\n`, 'sigma/title-form'],
    ['title: T\n', 'title: An end.\n', 'sigma/title-form'],
    ['title: T\n', 'title: Detects a thing\n', 'sigma/title-form'],
    ['description: Finds what the tests are about\n', 'description: D\n', 'sigma/description-form'],
    [
      'description: Finds what the tests are about\n',
      'description: See https://example.com/article\n',
      'sigma/description-form',
    ],
    ['date: 2024-01-02\n', 'modified: 2024-01-02\n', 'sigma/modified-without-date'],
  ])('reports instead of %j: %j', (good, bad, code) => {
    const found = codes('    s: {F: b}\n    condition: s\n', HEAD.replace(good, bad));
    expect(found).toContain(code);
  });

  it('suggests the category of Sysmon’s events', () => {
    const head = HEAD.replace('{product: windows}', '{product: windows, service: sysmon}');
    const rule = (events: string) => codes(`    s: {EventID: ${events}}\n    condition: s\n`, head);
    expect(rule('1')).toEqual(['sigma/specific-logsource']);
    expect(rule('[17, 18]')).toEqual(['sigma/specific-logsource']);
    expect(rule('[1, 3]')).toEqual([]);
    expect(codes('    s: {Image: a}\n    condition: s\n', head)).toEqual([]);
  });

  it.each<[string, string[]]>([
    ['rules: [a]\n  group-by: [H]\n  timespan: 5m\n  condition: {gte: 2}', []],
    ['rules: [a]\n  timespan: 5m\n  condition: {gte: 2}', ['sigma/missing-group-by']],
    [
      'rules: [a, a]\n  group-by: [H, H]\n  timespan: 5m\n  condition: {gte: 2}',
      ['sigma/duplicate-item', 'sigma/duplicate-item'],
    ],
    ['rules: [a]\n  group-by: [H]\n  timespan: 1w\n  condition: {gte: 2}', ['sigma/timespan-unit']],
    [
      'rules: [a]\n  group-by: [H]\n  timespan: 5m\n  condition: {gt: 5, lt: 5}',
      ['sigma/impossible-bounds'],
    ],
    [
      'rules: [a]\n  group-by: [H]\n  timespan: 5m\n  condition: {gte: 5, neq: 5, lte: 5}',
      ['sigma/impossible-bounds'],
    ],
    ['rules: [a]\n  group-by: [H]\n  timespan: 5m\n  condition: {gte: 5, lte: 5}', []],
    [
      'rules: [a]\n  group-by: [H]\n  timespan: 5m\n  condition: {field: U, gte: 5}',
      ['sigma/unused-field'],
    ],
    [
      'rules: [a, b]\n  group-by: [x]\n  aliases: {x: {a: F}, y: {a: F, b: G}}\n  timespan: 5m\n  condition: {gte: 5}',
      ['sigma/incomplete-alias', 'sigma/unused-alias'],
    ],
  ])('of a correlation %j reports %j', (body, expected) => {
    const head = HEAD.replace('logsource: {product: windows}\n', '');
    const found = check(`${head}correlation:\n  type: event_count\n  ${body}\n`);
    expect(found.map(({ code }) => code)).toEqual(expected);
  });

  it('reports what a temporal correlation can never match, and what it never uses', () => {
    const head = HEAD.replace('logsource: {product: windows}\n', '');
    const found = (condition: string) =>
      check(
        `${head}correlation:\n  type: temporal\n  rules: [a, b]\n  group-by: [H]\n  timespan: 5m\n  condition: ${condition}\n`,
      );
    expect(found('{gte: 3}').map(({ code }) => code)).toEqual(['sigma/impossible-bounds']);
    expect(found('a')).toEqual([{ code: 'sigma/unused-selection', severity: 'warning', at: 'b' }]);
  });

  it('reports missing fields that published rules have', () => {
    const head = 'title: T\nlogsource: {product: windows}\n';
    expect(codes('    s: {F: b}\n    condition: s\n', head)).toEqual([
      'sigma/missing-id',
      'sigma/missing-status',
      'sigma/missing-level',
      'sigma/missing-description',
      'sigma/missing-date',
      'sigma/missing-author',
    ]);
  });

  it('warns of a filter that keeps what it matches', () => {
    const head = HEAD.replace('status: test\n', '');
    const filter = (condition: string) =>
      check(`${head}filter:\n    rules: any\n    s: {F: b}\n    condition: ${condition}\n`);
    expect(filter('not s')).toEqual([]);
    expect(filter('s').map((one) => one.code)).toEqual(['sigma/filter-includes']);
  });

  it('reports positions in the file, even in its second document', () => {
    const detection = 'detection:\n    s: {F: a}\n    unused: {F: b}\n    condition: s\n';
    const found = check(
      `${HEAD}${detection}---\n${HEAD.replace('title: T', 'title: U')}${detection}`,
    );
    expect(found.map((one) => one.at)).toEqual(['unused', 'unused']);
  });
});
