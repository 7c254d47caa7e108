import { describe, expect, it } from 'vitest';
import { checkRule } from './check-rule';
import { parseRules } from './parse-rules';

const HEAD = `title: T
id: 5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a01
status: test
description: D
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
  it('is content with a good rule', () => {
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
  ])('reports %s', (line, code) => {
    expect(codes('    s: {F: b}\n    condition: s\n', `${HEAD}${line}\n`)).toEqual([code]);
  });

  it('reports fields that a published rule has', () => {
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

  it('gives places in the file, also in its second document', () => {
    const detection = 'detection:\n    s: {F: a}\n    unused: {F: b}\n    condition: s\n';
    const found = check(
      `${HEAD}${detection}---\n${HEAD.replace('title: T', 'title: U')}${detection}`,
    );
    expect(found.map((one) => one.at)).toEqual(['unused', 'unused']);
  });
});
