import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coversLogSource, createMatcher, matchRule } from './match-rule';
import { parseRules } from './parse-rules';
import type { DetectionRule, SigmaEvent } from './types';

const value = fc.constantFrom(
  'a',
  'A.exe',
  'C:\\\\b\\a.exe',
  '\\a.exe',
  '/a.exe',
  'b\\',
  '17',
  '0x11',
  '*',
  '',
  'some*thing',
  'thing',
);
const field = fc.constantFrom('F', 'G');
const modifier = fc.constantFrom('', '|endswith', '|contains', '|startswith', '|cased', '|neq');
const item = fc
  .tuple(field, modifier, fc.array(value, { minLength: 1, maxLength: 3 }))
  .map(
    ([name, suffix, values]) => `${name}${suffix}: [${values.map((one) => `'${one}'`).join(', ')}]`,
  );
const numbered = field.map((name) => `${name}: [17, null]`);
const selection = fc.uniqueArray(fc.oneof(item, numbered), {
  minLength: 1,
  maxLength: 3,
  selector: (text) => text.split(':')[0],
});
const rule = fc
  .tuple(
    selection,
    selection,
    fc.constantFrom('a', 'a and b', 'a or b', 'not a', 'a and not b', '1 of them', 'k and a'),
    fc.constantFrom('product: x', 'product: x, category: y', 'category: y', 'product: z'),
  )
  .map(([a, b, condition, logsource]) => {
    const text = `title: T
logsource: {${logsource}}
detection:
    a: {${a.join(', ')}}
    b:
${b.map((one) => `        - {${one}}`).join('\n')}
    k: [thing, some*thing, x]
    condition: ${condition}
`;
    const [document] = parseRules(text);
    if (document?.rule?.kind !== 'detection')
      throw new Error(JSON.stringify(document?.diagnostics));
    return document.rule;
  });

const seen = fc.oneof(
  fc.constantFrom(
    'a',
    'A.EXE',
    'SOME other THING',
    'C:\\b\\A.exe',
    'x/a.exe',
    '17',
    '',
    'b\\',
    'xa.exe',
  ),
  fc.constantFrom<unknown>(17, null, ['a', 'C:\\a.exe'], true),
);
const event = fc.tuple(fc.dictionary(field, seen, { maxKeys: 2 }), fc.constantFrom('y', null)).map(
  ([fields, category]): SigmaEvent => ({
    product: 'x',
    category,
    service: null,
    fields,
    text: 'x Thing',
    time: null,
  }),
);

describe('createMatcher', () => {
  it('finds exactly the rules that match individually', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), event, (rules: DetectionRule[], one) => {
        const expected = rules.filter(
          (candidate) => coversLogSource(candidate.logsource, one) && matchRule(candidate, one),
        );
        const found = createMatcher(rules).match(one);
        expect(found.map((each) => rules.indexOf(each))).toEqual(
          expected.map((each) => rules.indexOf(each)),
        );
      }),
      { numRuns: 300 },
    );
  });
});
