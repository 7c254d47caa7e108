import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFilters } from './apply-filters';
import { checkRule } from './check-rule';
import { expandPlaceholders } from './expand-placeholders';
import { explainRule } from './explain-rule';
import { matchCorrelation } from './match-correlation/match-correlation';
import { createMatcher, matchRule } from './match-rule';
import { parseRules } from './parse-rules';
import type { SigmaEvent } from './types';

const RULES = [
  `title: Encoded Command
id: 5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a01
related:
    - id: 5f0ae6f5-6e1d-4c8f-9f8b-2f4f8f6f7a02
      type: similar
status: test
description: |
    Detects
    something
references:
    - https://example.org/a
author: A, B
date: 2024-01-02
modified: 2024-02-03
tags: &tags
    - attack.execution
    - attack.t1059.001
logsource:
    category: process_creation
    product: windows
detection:
    selection_img:
        - Image|endswith: '\\powershell.exe'
        - OriginalFileName: "PowerShell.EXE"
    selection_cli:
        CommandLine|contains|all:
            - ' -e '
            - 'SQB*?'
        CommandLine|re|i: '(a|b)+\\s{1,3}[^x]$'
        Payload|wide|base64offset|contains: 'foo'
        SourceIp|cidr: ['10.0.0.0/8', 'fe80::/10']
        Port|gte: 0x10
        Name|expand: '%Admins%'
    keywords:
        '|all':
            - one
            - 2
    filter_null:
        User: null
        Opt|exists: false
        Time|hour|lt: 6
    condition: all of selection_* and keywords and not 1 of filter_*
falsepositives:
    - Unknown
level: high
`,
  `title: Many
name: many
correlation:
    type: value_count
    rules: [a, b]
    group-by: [User]
    timespan: 10m
    condition: {field: X, gte: 3, lt: 9}
    aliases: {ip: {a: S, b: T}}
---
title: Filter
logsource: {product: windows}
filter:
    rules: any
    s: {User|startswith: adm_}
    condition: not s
`,
];

const PIECES = [
  ': ',
  '\n',
  '    ',
  "'",
  '"',
  '- ',
  '|',
  '&a ',
  '*a',
  '<<: ',
  '{',
  '}',
  '[',
  ']',
  '#',
  '\\',
  '---\n',
  '\t',
  '%',
  '!!str ',
  '~',
  'null',
  '0x',
  '\0',
  '\ud800',
  '\u{1f600}',
  '(',
  ')',
  ' and ',
  '1 of ',
  '|re',
  '|expand',
  '|windash',
  '? ',
  '__proto__',
  '>-\n',
];

const HEAD = 'title: T\nlogsource: {product: x}\ndetection:\n';

/** Cuts, repeats and inserts pieces in a good rule. */
const mutated = fc
  .tuple(
    fc.constantFrom(...RULES),
    fc.array(
      fc.tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(12),
        fc.constantFrom('', ...PIECES),
        fc.boolean(),
      ),
      { minLength: 1, maxLength: 8 },
    ),
  )
  .map(([text, changes]) => {
    let changed = text;
    for (const [where, length, piece, doubles] of changes) {
      const at = Math.floor(where * changed.length);
      const cut = changed.slice(at, at + length);
      changed =
        changed.slice(0, at) + piece + (doubles ? cut + cut : '') + changed.slice(at + length);
    }
    return changed;
  });

/** Lone surrogates and control characters too. */
const codeUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code));

const EVENT: SigmaEvent = {
  product: 'windows',
  category: 'process_creation',
  service: null,
  fields: {
    Image: 'C:\\powershell.exe',
    CommandLine: 'x -e SQBxy',
    Port: '17',
    User: ['a', null, 1],
  },
  text: 'one 2',
  time: '2024-01-02T03:04:05Z',
};

/** Runs every operation on what was read, and returns a measure of the result. */
function useAll(text: string): number {
  const documents = parseRules(text);
  const rules = documents.flatMap(({ rule }) => (rule ? [rule] : []));
  const detections = rules.filter((rule) => rule.kind === 'detection');
  const filters = rules.filter((rule) => rule.kind === 'filter');
  for (const { diagnostics, span } of documents) {
    expect(span.end).toBeLessThanOrEqual(text.length);
    for (const one of diagnostics) {
      if (!one.span) continue;
      expect(one.span.start).toBeLessThanOrEqual(one.span.end);
      expect(one.span.end).toBeLessThanOrEqual(text.length + 1);
    }
  }
  for (const rule of rules) checkRule(rule, text);
  for (const rule of detections) {
    const expanded = expandPlaceholders(rule, { Admins: ['adm_*', '(('] });
    const filtered = applyFilters(expanded, filters);
    expect(explainRule(filtered, EVENT).matched).toBe(matchRule(filtered, EVENT));
  }
  createMatcher(detections).match(EVENT);
  for (const rule of rules) {
    if (rule.kind === 'correlation') matchCorrelation(rule, detections, [EVENT]);
  }
  return documents.length;
}

describe('hostile input', () => {
  it('starts from good rules', () => {
    for (const text of RULES) {
      expect(parseRules(text).flatMap((document) => document.diagnostics)).toEqual([]);
    }
  });

  it('never throws on a mutated rule', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        expect(useAll(text)).toBeGreaterThan(0);
      }),
      { numRuns: 600 },
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: codeUnit, maxLength: 200 }), (text) => {
        expect(useAll(text)).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, string]>([
    ['flow collections', '[a: b, '.repeat(150_000)],
    ['keys', Array.from({ length: 100_000 }, (_, at) => `k${at}: ${at}`).join('\n')],
    ['documents', 'a: 1\n---\n'.repeat(100_000)],
    ['quotes', "'".repeat(1_000_000)],
    ['indentation', ' '.repeat(1_000_000)],
    ['anchors', Array.from({ length: 50_000 }, (_, at) => `k${at}: &a${at} 1`).join('\n')],
    ['parentheses', `${RULES[0]?.replace(/condition: .*/, `condition: ${'('.repeat(60_000)}`)}`],
    ['backslashes', `${RULES[0]?.replace('SQB*?', '\\'.repeat(500_000))}`],
    [
      'dashes',
      `${RULES[0]?.replace('wide|base64offset|contains', 'windash').replace("'foo'", `'${' -a'.repeat(100_000)}'`)}`,
    ],
    ['base64', `${RULES[0]?.replace("'foo'", `'${'x'.repeat(500_000)}'`)}`],
    [
      'counted repeats',
      `${HEAD}    s: {F|re: [${Array(40_000).fill("'((a{90}){10}){10}'").join(', ')}]}\n    condition: s\n`,
    ],
    [
      'dashes in lists',
      `${HEAD}    s: {F|windash: [${Array(30_000).fill("' -a -b -c -d'").join(', ')}]}\n    condition: s\n`,
    ],
    [
      'uses of selections',
      `${HEAD}${Array.from({ length: 20_000 }, (_, at) => `    s${at}: [a, b]\n`).join('')}    condition: ${Array(5000).fill('1 of s*').join(' or ')}\n`,
    ],
    ['flags', `${RULES[0]?.replace('|re|i', `|re${'|i'.repeat(100_000)}`)}`],
    ['modifiers', `${RULES[0]?.replace('|re|i', `|contains${'|contains'.repeat(100_000)}`)}`],
  ])('is done with many %s in seconds', (_, text) => {
    const started = performance.now();
    parseRules(text);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
