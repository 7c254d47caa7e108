import { describe, expect, it } from 'vitest';
import { parseRules } from './parse-rules';
import { ANY, type DetectionRule, type Predicate, type Rule, type Test } from './types';

const HEAD = `title: T
id: 5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a01
logsource:
    product: windows
    category: process_creation
`;

function ruleOf(text: string): Rule {
  const [document] = parseRules(text);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  return document.rule;
}

function detectionOf(detection: string): DetectionRule {
  const rule = ruleOf(`${HEAD}detection:\n${detection}`);
  if (rule.kind !== 'detection') throw new Error(rule.kind);
  return rule;
}

/** Tests of a selection with one field, as `sel: { KEY: VALUE }`. */
function testsOf(key: string, value: string): Test[] {
  return leaves(detectionOf(`    sel:\n        ${key}: ${value}\n    condition: sel\n`).predicate);
}

function leaves(predicate: Predicate): Test[] {
  if (predicate.kind === 'test') return [predicate.test];
  return predicate.kind === 'not' ? leaves(predicate.of) : predicate.of.flatMap(leaves);
}

function codesOf(text: string): string[] {
  return parseRules(text).flatMap((document) => document.diagnostics.map((one) => one.code));
}

function detectionCodes(detection: string): string[] {
  return codesOf(`${HEAD}detection:\n${detection}`);
}

function pattern(...parts: (string | typeof ANY)[]): Test {
  return { kind: 'pattern', pattern: parts, cased: false };
}

it('refuses a rule about several log sources, which without them would be about all events', () => {
  const [document] = parseRules(
    'title: T\nlogsource: {product: windows, category: [ps_script, ps_module]}\ndetection: {s: {A: b}, condition: s}\n',
  );
  expect(document?.rule).toBeNull();
  expect(document?.diagnostics.map(({ hint }) => hint)).toContain(
    'Write a rule for each `category`.',
  );
});

describe('YAML of version 1.1', () => {
  it('lets the lines of a quoted text begin at the margin, with a warning', () => {
    const text = `title: T
description: 'first
second
third'
logsource: {product: x}
detection: {s: {A: "b
c"}, condition: s}
`;
    const [document] = parseRules(text);
    expect(document?.metadata?.description).toBe('first second third');
    expect(document?.diagnostics).toMatchObject([{ code: 'sigma/yaml-indentation' }]);
    expect(document?.rule?.text).toBe(text);
    const predicate = document?.rule?.kind === 'detection' ? document.rule.predicate : null;
    expect(predicate).toMatchObject({ test: pattern('b c') });
  });

  it('does not guess where a line is empty or blank', () => {
    expect(codesOf(`title: 'a\n\nb'\n`)).toContain('sigma/yaml-syntax');
    expect(codesOf(`title: 'a\n`)).toContain('sigma/yaml-syntax');
  });

  it.each(['yes', 'No', 'ON', 'off', '12:30:45', '1_000'])('is told of %s', (written) => {
    const codes = detectionCodes(`    s:\n        A: ${written}\n    condition: s\n`);
    expect(codes).toContain('sigma/yaml-version');
    const quoted = detectionCodes(`    s:\n        A: '${written}'\n    condition: s\n`);
    expect(quoted).not.toContain('sigma/yaml-version');
  });
});

describe('the log source', () => {
  it.each([
    ['{product: windows, service: process_creation}', 'windows/process_creation/'],
    ['{product: windows, category: security}', 'windows//security'],
    [
      '{product: windows, category: network_connection, service: sysmon}',
      'windows/network_connection/',
    ],
    ['{product: windows, category: ps_script, service: powershell}', 'windows/ps_script/'],
    ['{product: windows, category: antivirus, service: windefend}', '/antivirus/'],
    ['{product: windows, category: antivirus}', '/antivirus/'],
    ['{product: any, category: dns}', '/dns/'],
    ['{product: Windows, category: Process_Creation}', 'windows/process_creation/'],
    ['{product: linux, category: process_creation, service: sysmon}', 'linux/process_creation/'],
  ])('is read as what it evidently means: %s', (written, meant) => {
    const [document] = parseRules(
      `title: T\nlogsource: ${written}\ndetection: {s: {A: b}, condition: s}\n`,
    );
    const { logsource } = document?.metadata ?? {};
    expect([logsource?.product, logsource?.category, logsource?.service].join('/')).toBe(meant);
    expect(document?.rule?.kind === 'detection' && document.rule.logsource).toEqual(logsource);
    expect(document?.diagnostics).toMatchObject([{ code: 'sigma/meant-logsource' }]);
  });

  it.each([
    [
      '{product: windows, category: process_creation, service: security}',
      'windows/process_creation/security',
    ],
    ['{product: Oven, service: Heat}', 'Oven//Heat'],
    ['{product: windows, service: heat}', 'windows//heat'],
    ['{product: any}', 'any//'],
  ])('stays as written where it may mean something else: %s', (written, meant) => {
    const [document] = parseRules(
      `title: T\nlogsource: ${written}\ndetection: {s: {A: b}, condition: s}\n`,
    );
    const { logsource } = document?.metadata ?? {};
    expect([logsource?.product, logsource?.category, logsource?.service].join('/')).toBe(meant);
  });
});

describe('values', () => {
  it.each<[string, string, Test]>([
    ['text', "'a'", pattern('a')],
    ['an empty string', "''", pattern()],
    ['a number', '4624', { kind: 'number', value: 4624 }],
    ['a hexadecimal number', '0x10', { kind: 'number', value: 16 }],
    ['a quoted number', "'4624'", pattern('4624')],
    ['a number that a double cannot hold', '18446744073709551615', pattern('18446744073709551615')],
    ['a boolean', 'true', { kind: 'boolean', value: true }],
    ['null', 'null', { kind: 'null' }],
    ['a date as text', '2024-01-02', pattern('2024-01-02')],
    ['yes as text', 'yes', pattern('yes')],
  ])('reads %s', (_, written, test) => {
    expect(testsOf('Field', written)).toEqual([test]);
  });

  it('keeps the written text and its position', () => {
    const rule = detectionOf('    sel:\n        Field|contains: 0x10\n    condition: sel\n');
    if (rule.predicate.kind !== 'test') throw new Error(rule.predicate.kind);
    const { origin } = rule.predicate;
    expect(origin).toMatchObject({
      selection: 'sel',
      field: 'Field',
      modifiers: ['contains'],
      value: '0x10',
    });
    expect(rule.text.slice(origin.span.start, origin.span.end)).toBe('0x10');
    expect(rule.predicate.test).toEqual(pattern(ANY, '0x10', ANY));
  });
});

describe('modifiers', () => {
  it.each<[string, string, Test[]]>([
    ['F|contains', 'a*b', [pattern(ANY, 'a', ANY, 'b', ANY)]],
    ['F|startswith', "'a'", [pattern('a', ANY)]],
    ['F|endswith', "'\\a.exe'", [pattern(ANY, '\\a.exe')]],
    ['F|contains', "'\\Providers\\'", [pattern(ANY, '\\Providers\\', ANY)]],
    ['F|cased', 'Ab', [{ kind: 'pattern', pattern: ['Ab'], cased: true }]],
    ['F|contains|cased', 'Ab', [{ kind: 'pattern', pattern: [ANY, 'Ab', ANY], cased: true }]],
    ['F|cased|endswith', 'Ab', [{ kind: 'pattern', pattern: [ANY, 'Ab'], cased: true }]],
    ['F|re', "'^a.*b$'", [{ kind: 'regex', source: '^a.*b$', flags: '' }]],
    ['F|re|i|m|s', "'a'", [{ kind: 'regex', source: 'a', flags: 'ims' }]],
    ['F|base64', "'foobar'", [pattern('Zm9vYmFy')]],
    [
      'F|base64offset|contains',
      "'foobar'",
      [pattern(ANY, 'Zm9vYmFy', ANY), pattern(ANY, 'Zvb2Jhc', ANY), pattern(ANY, 'mb29iYX', ANY)],
    ],
    ['F|wide|base64', "'cmd'", [pattern('YwBtAGQA')]],
    ['F|utf16le|base64', "'cmd'", [pattern('YwBtAGQA')]],
    ['F|utf16be|base64', "'cmd'", [pattern('AGMAbQBk')]],
    ['F|utf16|base64', "'cmd'", [pattern('//5jAG0AZAA=')]],
    ['F|wide', "'cmd'", [pattern('c\0m\0d\0')]],
    ['F|lt', '5', [{ kind: 'compare', operator: 'lt', value: 5 }]],
    ['F|gte', '5.5', [{ kind: 'compare', operator: 'gte', value: 5.5 }]],
    ['F|hour', '22', [{ kind: 'time', part: 'hour', operator: 'eq', value: 22 }]],
    ['F|hour|gte', '22', [{ kind: 'time', part: 'hour', operator: 'gte', value: 22 }]],
    ['F|cidr', "'10.1.2.3/8'", [{ kind: 'cidr', version: 4, network: '10.0.0.0', prefix: 8 }]],
    ['F|cidr', "'FE80::1/10'", [{ kind: 'cidr', version: 6, network: 'fe80::', prefix: 10 }]],
    ['F|exists', 'true', [{ kind: 'exists', value: true }]],
    ['F|fieldref', 'Other', [{ kind: 'field', field: 'Other', anchor: 'equals', cased: false }]],
    [
      'F|fieldref|endswith',
      'Other',
      [{ kind: 'field', field: 'Other', anchor: 'endswith', cased: false }],
    ],
    ['F|expand', "'%Admins%'", [{ kind: 'placeholder', names: ['Admins'], source: '%Admins%' }]],
  ])('%s on %s', (key, written, tests) => {
    expect(testsOf(key, written)).toEqual(tests);
  });

  it('lists every dash for windash', () => {
    expect(testsOf('F|contains|windash', "' -enc '")).toEqual(
      ['-', '/', '\u2013', '\u2014', '\u2015'].map((dash) => pattern(ANY, ` ${dash}enc `, ANY)),
    );
    expect(testsOf('F|windash', "'-a-b /c'")).toHaveLength(25);
  });

  it('ANDs values under `all`, and negates under `neq`', () => {
    const all = detectionOf("    sel:\n        F|contains|all: ['a', 'b']\n    condition: sel\n");
    expect(all.predicate).toMatchObject({ kind: 'and', selection: 'sel' });
    const neq = detectionOf("    sel:\n        F|neq: ['a', 'b']\n    condition: sel\n");
    expect(neq.predicate).toMatchObject({ kind: 'not', of: { kind: 'or' } });
  });

  it.each<[string, string, string]>([
    ['F|contain', 'a', 'sigma/unknown-modifier'],
    ['F|contains|re', 'a', 'sigma/modifier-order'],
    ['F|i', 'a', 'sigma/modifier-order'],
    ['F|gt', 'abc', 'sigma/modifier-type'],
    ['F|exists', "'yes'", 'sigma/modifier-type'],
    ['F|contains', 'null', 'sigma/modifier-type'],
    ['F|base64', 'a*b', 'sigma/modifier-type'],
    ['F|cidr', '10.0.0.0/33', 'sigma/invalid-cidr'],
    ['F|hour', '24', 'sigma/invalid-value'],
    ['F|re', "'(a'", 'sigma/invalid-regex'],
    ['F|windash', `'${' -a'.repeat(9)}'`, 'sigma/too-many-values'],
  ])('refuses %s on %s', (key, written, code) => {
    const text = `    sel:\n        ${key}: ${written}\n    condition: sel\n`;
    expect(detectionCodes(text)).toEqual([code]);
  });

  it('suggests the modifier that was meant', () => {
    const [document] = parseRules(`${HEAD}detection:\n    s: {F|startwith: a}\n    condition: s\n`);
    expect(document?.diagnostics[0]?.hint).toContain('startswith');
    const span = document?.diagnostics[0]?.span;
    expect(document?.metadata?.text.slice(span?.start, span?.end)).toBe('startwith');
  });
});

describe('selections', () => {
  it('ANDs a map, ORs a list of maps, and ORs keywords', () => {
    const rule = detectionOf(`    map: {A: 1, B: 2}
    maps: [{A: 1}, {B: 2}]
    keywords: [one, 2]
    all:
        '|all': [one, two]
    condition: 1 of them
`);
    expect(rule.selections.map(({ name, predicate }) => [name, predicate.kind])).toEqual([
      ['map', 'and'],
      ['maps', 'or'],
      ['keywords', 'or'],
      ['all', 'and'],
    ]);
    const keywords = rule.selections[2]?.predicate;
    expect(keywords && leaves(keywords)).toEqual([pattern('one'), pattern('2')]);
  });

  it.each<[string, string]>([
    ['    sel: {}\n    condition: sel\n', 'sigma/empty-selection'],
    ['    sel:\n    condition: sel\n', 'sigma/empty-selection'],
    ['    sel: {F: []}\n    condition: sel\n', 'sigma/empty-selection'],
    ['    sel: {F: {a: 1}}\n    condition: sel\n', 'sigma/invalid-detection'],
    ['    sel: [[a]]\n    condition: sel\n', 'sigma/invalid-detection'],
    ['    sel: {F: a}\n', 'sigma/missing-field'],
    ['    sel: {F: a}\n    condition: [sel, {}]\n', 'sigma/invalid-type'],
    ['    sel: {F: a}\n    condition: sell\n', 'sigma/unknown-selection'],
    ['    sel: {F: a}\n    condition: 1 of x_*\n', 'sigma/no-selection-matches'],
  ])('refuses %j', (detection, code) => {
    expect(detectionCodes(detection)).toEqual([code]);
  });

  it('suggests the intended name of a condition or of a log source field', () => {
    const text = HEAD.replace('category', 'categroy');
    const [document] = parseRules(`${text}detection:\n    s: {F: a}\n    conditon: s\n`);
    expect(document?.diagnostics.map((one) => one.hint)).toEqual([
      'Did you mean `category`?',
      'Did you mean `condition` instead of `conditon`?',
    ]);
  });

  it('reports every mistake in a file', () => {
    const codes = detectionCodes(
      '    a: {F|foo: 1}\n    b: {F|cidr: x}\n    condition: a and b and c\n',
    );
    expect(codes).toEqual([
      'sigma/unknown-modifier',
      'sigma/invalid-cidr',
      'sigma/unknown-selection',
    ]);
  });

  it('ORs a list of conditions', () => {
    const rule = detectionOf('    a: {F: 1}\n    b: {F: 2}\n    condition: [a, b]\n');
    expect(rule.predicate.kind).toBe('or');
    expect(rule.conditions).toEqual(['a', 'b']);
  });
});

describe('the rest of a rule', () => {
  it('keeps every field, and unknown ones as custom fields', () => {
    const rule = ruleOf(`${HEAD}name: n
status: test
level: high
description: |
    Two
    lines
author: A
date: 2024-01-02
modified: 2024-02-03
references: [https://example.org]
falsepositives: Unknown
tags: [attack.t1059.001]
related: [{id: 5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a02, type: similar}]
fields: [A]
scope: [server]
license: MIT
taxonomy: sigma
simulation: {type: x, list: [1, 2]}
detection:
    sel: {F: 1}
    condition: sel
`);
    expect(rule).toMatchObject({
      name: 'n',
      status: 'test',
      level: 'high',
      description: 'Two\nlines',
      author: 'A',
      date: '2024-01-02',
      modified: '2024-02-03',
      references: ['https://example.org'],
      falsepositives: ['Unknown'],
      tags: ['attack.t1059.001'],
      related: [{ id: '5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a02', type: 'similar' }],
      fields: ['A'],
      scope: ['server'],
      license: 'MIT',
      taxonomy: 'sigma',
      custom: { simulation: { type: 'x', list: [1, 2] } },
    });
  });

  it.each<[string, string]>([
    ['status: tset', 'sigma/invalid-value'],
    ['level: hihg', 'sigma/invalid-value'],
    ['date: 2024/01/02', 'sigma/invalid-date'],
    ['tags: [Attack.T1059]', 'sigma/invalid-tag'],
    [
      'related: [{id: 5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a01, type: similiar}]',
      'sigma/invalid-value',
    ],
    ['related: [{id: x, type: similar}]', 'sigma/invalid-id'],
    ['date: 2024-02-30', 'sigma/invalid-date'],
    ['falsepositive: [x]', 'sigma/unknown-field'],
    ['references: [a, a]', 'sigma/duplicate-item'],
    ['falsepositives: [x]', 'sigma/invalid-value'],
    ['references: a', 'sigma/invalid-type'],
    ['author: [a]', 'sigma/invalid-type'],
    [`name: ${'n'.repeat(257)}`, 'sigma/too-long'],
  ])('reports %s and keeps the rule', (line, code) => {
    const text = `${HEAD}${line}\ndetection:\n    s: {F: 1}\n    condition: s\n`;
    expect(codesOf(text)).toEqual([code]);
    expect(parseRules(text)[0]?.rule).not.toBeNull();
  });

  it('keeps what it can of a rule with a Sigma 1 condition', () => {
    const [document] = parseRules(
      `${HEAD}detection:\n    s: {F: 1}\n    t: {F: 2}\n    timeframe: 5m\n    condition: s | near t\n`,
    );
    expect(document?.rule).toBeNull();
    expect(document?.metadata).toMatchObject({ title: 'T', logsource: { product: 'windows' } });
    expect(document?.diagnostics.map((one) => one.code)).toContain('sigma/legacy-syntax');
  });
});

describe('files', () => {
  const DETECTION = 'detection:\n    s: {F: 1}\n    condition: s\n';

  it('reads documents independently, with spans in the file', () => {
    const text = `${HEAD}${DETECTION}---\ntitle: 'broken\n---\n${HEAD}status: x\n${DETECTION}`;
    const documents = parseRules(text);
    expect(documents.map((one) => one.rule?.kind ?? null)).toEqual([
      'detection',
      null,
      'detection',
    ]);
    expect(documents[1]?.diagnostics[0]?.code).toBe('sigma/yaml-syntax');
    const span = documents[2]?.diagnostics[0]?.span;
    expect(text.slice(span?.start, span?.end)).toBe('x');
    for (const { rule, span: whole } of documents) {
      if (rule) expect(rule.text).toBe(text.slice(whole.start, whole.end));
    }
  });

  it.each<[string, string, string]>([
    ['text over the limit', 'a'.repeat(1_048_577), 'sigma/too-large'],
    ['an empty file', '# nothing\n', 'sigma/empty-document'],
    ['broken YAML', 'a: [', 'sigma/yaml-syntax'],
    ['a null byte', 'a: \0', 'sigma/yaml-syntax'],
    ['a duplicate key', 'title: a\ntitle: b\n', 'sigma/yaml-duplicate-key'],
    ['a foreign tag', 'title: !!python/object x\n', 'sigma/yaml-tag'],
    ['an unknown alias', 'title: *x\n', 'sigma/yaml-alias'],
    ['a map as a key', '? {a: b}\n: c\n', 'sigma/yaml-key'],
    ['deep nesting', `a: ${'['.repeat(80)}${']'.repeat(80)}\n`, 'sigma/too-deep'],
    ['a list', '- a\n', 'sigma/not-a-rule'],
    ['no detection', 'title: x\nlogsource: {product: x}\n', 'sigma/not-a-rule'],
  ])('refuses %s', (_, text, code) => {
    const documents = parseRules(text);
    expect(documents.map((one) => one.rule)).toEqual([null]);
    expect(documents[0]?.diagnostics.map((one) => one.code)).toContain(code);
  });

  it('reads a key that repeats its value, with a warning', () => {
    const text = `${HEAD}detection:\n    s: {F: [1, a]}\n    s: {F: [1, a]}\n    condition: s\n`;
    const [document] = parseRules(text);
    expect(document?.rule).toMatchObject({ selections: [{ name: 's' }] });
    expect(document?.diagnostics).toMatchObject([
      { severity: 'warning', code: 'sigma/yaml-duplicate-key' },
    ]);
  });

  it.each(['{F: [1, b]}', '{F: [1]}', "{F: ['1', a]}", '{G: [1, a]}', '[F]', 'F', '{F: {a: 1}}'])(
    'refuses a key that has another value the second time: %s',
    (value) => {
      const text = `${HEAD}detection:\n    s: {F: [1, a]}\n    s: ${value}\n    condition: s\n`;
      expect(parseRules(text)[0]?.rule).toBeNull();
      expect(codesOf(text)).toContain('sigma/yaml-duplicate-key');
    },
  );

  it('rejects aliases that expand endlessly', () => {
    const lines = Array.from({ length: 12 }, (_, at) =>
      at === 0
        ? 'a0: &a0 [x, x]'
        : `a${at}: &a${at} [${Array(9)
            .fill(`*a${at - 1}`)
            .join(', ')}]`,
    );
    expect(codesOf(`${lines.join('\n')}\n`)).toEqual(['sigma/too-many-nodes']);
  });

  const map = (keys: number) =>
    `a: &a {${Array.from({ length: keys }, (_, at) => `k${at}: 1`).join(', ')}}\n`;
  const times = (count: number, text: string) => Array(count).fill(text).join('');
  it.each([
    ['a list of merges', `${map(1000)}b: {<<: [${times(5000, '*a, ')}]}\n`],
    [
      'a merge of merges',
      `${map(1000)}b: &b {<<: [${times(9, '*a, ')}]}\nc: {<<: [${times(99, '*b, ')}]}\n`,
    ],
    [
      'merges inside sequences',
      `${map(1000)}b: &b [${times(9, '*a, ')}]\nc: {<<: [${times(99, '*b, ')}]}\n`,
    ],
    ['many maps that merge one', `${map(1000)}b:\n${times(5000, ' - {<<: *a}\n')}`],
    ['a merge key that repeats', `${map(1000)}b:\n${times(5000, '  <<: *a\n')}`],
    ['values without aliases', `a: [${times(100_000, 'x,')}]\n`],
  ])('stops reading at the bound: %s', (_, text) => {
    expect(codesOf(text)).toEqual(['sigma/too-many-nodes']);
  });

  it('follows nested merges, and takes the first value of a key', () => {
    const rule = detectionOf(
      '    a: &a {F: x}\n    b: &b {<<: *a, G: y}\n    c: {<<: [*b, {F: z, H: w}]}\n    condition: c\n',
    );
    const values = leaves(rule.predicate).map((test) => 'pattern' in test && test.pattern);
    expect(values.flat().sort()).toEqual(['w', 'x', 'y']);
  });

  it('lists at most 200 diagnostics of one severity, and says that there are more', () => {
    const codes = codesOf(`a: b\nk: first\n${times(5000, 'k: v\n')}`);
    expect(codes).toHaveLength(201);
    expect(codes.at(-1)).toBe('sigma/too-many-diagnostics');
  });

  it.each([
    ['unknown selections', 3000, (at: number) => `x${at} or `],
    ['patterns over many selections', 2500, (at: number) => `1 of *${at}x or `],
  ])('stops at a condition with many %s', (_, count, part) => {
    const selections = Array.from({ length: 10_000 }, (_, at) => `    s${at}: {F: v}\n`).join('');
    const condition = Array.from({ length: count }, (_, at) => part(at)).join('');
    const [document] = parseRules(
      `title: x\nlogsource: {product: x}\ndetection:\n${selections}    condition: ${condition}s1\n`,
    );
    expect(document?.rule).toBeNull();
    expect(document?.diagnostics).toHaveLength(20);
  });

  it('refuses a correlation over hundreds of rules', () => {
    const rules = Array.from({ length: 501 }, (_, at) => `r${at}`).join(', ');
    const text = `title: x\ncorrelation: {type: temporal, timespan: 5m, rules: [${rules}]}\n`;
    expect(codesOf(text)).toContain('sigma/too-many-values');
  });

  it('follows small aliases and merge keys', () => {
    const rule = detectionOf(
      '    a: &base {F: &v [x, y]}\n    b: {<<: *base, G: *v}\n    condition: b\n',
    );
    expect(leaves(rule.predicate)).toHaveLength(4);
  });
});

it('says that a rule has no selection, where it would list them', () => {
  for (const condition of ['selection', '1 of x*']) {
    const text = `title: T\nlogsource: { product: windows }\ndetection: { condition: ${condition} }\n`;
    const [{ diagnostics } = { diagnostics: [] }] = parseRules(text);
    expect(diagnostics.map(({ hint }) => hint)).toContain(
      'The rule has no selection that can be read.',
    );
  }
});
