import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { compileQuery, createChecker } from '@/lib/kql';
import {
  exampleValue,
  fillValueLists,
  findValueLists,
  LIST_PREFIX,
  readValueLines,
  ValueListNames,
} from './value-lists';

const { schemas } = readKnowledge();
const QUERY = `// %Admins%: put your values here
let your_Admins = dynamic(["example-Admins"]);
SecurityEvent
| where TargetUserName in~ (your_Admins)`;

describe('the names of lists', () => {
  it('are the same for the same placeholder and differ for others', () => {
    const names = new ValueListNames();
    const all = ['a-b', 'a_b', 'a.b', 'contains', '0', '__proto__'].map((one) => names.nameOf(one));
    expect(all).toEqual([
      'your_a_b',
      'your_a_b_',
      'your_a_b__',
      'your_contains',
      'your_0',
      'your___proto__',
    ]);
    expect(names.nameOf('a_b')).toBe('your_a_b_');
  });

  it('hide no table and no column', () => {
    const taken = JSON.stringify(schemas).match(new RegExp(`"${LIST_PREFIX}\\w+"`, 'g'));
    expect(taken).toBeNull();
  });
});

describe('a query with lists', () => {
  it('names the placeholders that still have their example', () => {
    expect(findValueLists(QUERY)).toEqual([{ placeholder: 'Admins', name: 'your_Admins' }]);
    expect(findValueLists(fillValueLists(QUERY, new Map([['Admins', ['root']]])))).toEqual([]);
    expect(exampleValue('Admins')).toBe('example-Admins');
  });

  it('keeps the example of a placeholder without values', () => {
    expect(fillValueLists(QUERY, new Map([['Other', ['root']]]))).toBe(QUERY);
    expect(fillValueLists(QUERY, new Map([['Admins', []]]))).toBe(QUERY);
  });

  it('no longer says that it needs the values that it has', () => {
    const copied = `// Title\n// Needs your values: %Admins%\n// Needs your values: %Other%\n${QUERY}`;
    const filled = fillValueLists(copied, new Map([['Admins', ['root']]]));
    expect(filled).not.toContain('Needs your values: %Admins%');
    expect(filled).toContain('// Title\n// Needs your values: %Other%\n// %Admins%');
  });

  it('finds exactly the values that were put in, whatever characters they have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), (value) => {
        const filled = fillValueLists(QUERY, new Map([['Admins', ['root', value]]]));
        expect(filled.split('\n')).toHaveLength(4);
        const query = compileQuery(filled, { schemas, target: 'sentinel' });
        expect(query.diagnostics).toEqual([]);
        const found = (name: string) => query.count({ SecurityEvent: [{ TargetUserName: name }] });
        expect([found(value), found('ROOT'), found(`${value}x`)]).toEqual([1, 1, 0]);
      }),
      { numRuns: 40 },
    );
  });

  it('stays one query if a value tries to end the literal', () => {
    const filled = fillValueLists(
      QUERY,
      new Map([['Admins', ['"]); SecurityEvent | take 1 //', '\\', "'", '$&', '\u2028']]]),
    );
    expect(filled).toContain(
      'let your_Admins = dynamic(["\\"]); SecurityEvent | take 1 //", "\\\\", "\'", "$&", "\\u2028"]);',
    );
    const checker = createChecker(schemas);
    expect(checker.check(filled, 'sentinel')).toEqual([]);
  });
});

it('reads typed values one per line, each once', () => {
  expect(readValueLines(' a \r\n\n b\tc\na\u2028d ')).toEqual(['a', 'b\tc', 'd']);
});
