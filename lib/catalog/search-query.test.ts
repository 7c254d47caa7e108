import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeMistake } from './mistake';
import { parseSearchQuery } from './search-query';

const terms = (input: string) => parseSearchQuery(input).terms;
const mistakes = (input: string, known = {}) =>
  parseSearchQuery(input, known).mistakes.map(describeMistake);
const meant = (input: string, known = {}) =>
  parseSearchQuery(input, known).mistakes.map((mistake) => mistake.meant?.change.q);

describe('parseSearchQuery', () => {
  it('reads words and phrases as text, with a minus before either', () => {
    expect(terms('powershell "scheduled task" -lsass -"as system"')).toEqual([
      { kind: 'text', text: 'powershell', phrase: false, negated: false },
      { kind: 'text', text: 'scheduled task', phrase: true, negated: false },
      { kind: 'text', text: 'lsass', phrase: false, negated: true },
      { kind: 'text', text: 'as system', phrase: true, negated: true },
    ]);
  });

  it('reads a known name before a colon as a field, with values separated by commas', () => {
    expect(terms('level:high,critical -Table:SecurityEvent author:"Florian Roth, others"')).toEqual(
      [
        { kind: 'field', field: 'level', values: ['high', 'critical'], negated: false },
        { kind: 'field', field: 'table', values: ['SecurityEvent'], negated: true },
        { kind: 'field', field: 'author', values: ['Florian Roth, others'], negated: false },
      ],
    );
  });

  it('reads control characters as spaces, because SQLite ends a text at a null character', () => {
    expect(terms('a\0b "c\0d" level:\u0007high')).toEqual(terms('a b "c d" level: high'));
    expect(terms('\0\u009f')).toEqual([]);
  });

  it('reads a path as text, although it has a colon', () => {
    expect(terms('C:\\Windows\\Temp')).toEqual([
      { kind: 'text', text: 'C:\\Windows\\Temp', phrase: false, negated: false },
    ]);
    expect(mistakes('C:\\Windows\\Temp')).toEqual([]);
  });

  it('searches an unknown field as text, and offers the nearest name', () => {
    expect(terms('tecnique:T1059')).toEqual([
      { kind: 'text', text: 'tecnique:T1059', phrase: false, negated: false },
    ]);
    expect(mistakes('tecnique:T1059')).toEqual([
      'Unknown field “tecnique”. Searching for “tecnique:T1059” as text. Did you mean “technique:”?',
    ]);
    expect(meant('lsass -tecnique:T1059 x')).toEqual(['lsass -technique:T1059 x']);
  });

  it('notes a value that no rule has, if the values are known', () => {
    const known = { level: ['low', 'medium', 'high', 'critical'] };
    expect(mistakes('level:hihg', known)).toEqual([
      'No rule has the level “hihg”, so this filter waits. Did you mean “high”?',
    ]);
    expect(mistakes('level:HIGH', known)).toEqual([]);
    expect(meant('lsass level:low,hihg x', known)).toEqual(['lsass level:low,high x']);
    expect(meant('level:"hihg" x', known)).toEqual(['level:high x']);
    expect(meant('tactic:impct', { tactic: ['Big Impact', 'impact'] })).toEqual(['tactic:impact']);
    expect(meant('tactic:"big impct"', { tactic: ['Big Impact'] })).toEqual([
      'tactic:"Big Impact"',
    ]);
  });

  it('lets a field wait until one of its values is known, without guessing at a half-typed one', () => {
    const known = { technique: ['T1059', 'T1055'] };
    expect(parseSearchQuery('lsass technique:T105', known)).toEqual({
      terms: [{ kind: 'text', text: 'lsass', phrase: false, negated: false }],
      places: [{ start: 0, end: 5 }],
      mistakes: [{ text: 'No rule has the technique “T105”, so this filter waits.' }],
    });
    expect(parseSearchQuery('technique:T1059,T10', known).terms).toEqual([
      { kind: 'field', field: 'technique', values: ['T1059'], negated: false },
    ]);
  });

  it('lets a date wait until it is one', () => {
    expect(terms('changed:<30d,2026-08 -created:>2026-01-01')).toEqual([
      { kind: 'field', field: 'changed', values: ['<30d', '2026-08'], negated: false },
      { kind: 'field', field: 'created', values: ['>2026-01-01'], negated: true },
    ]);
    expect(terms('lsass changed:<3')).toHaveLength(1);
    expect(mistakes('changed:<3')).toEqual([
      '“<3” is no date or age, so “changed:” waits. Write <30d, >2026-01-01 or 2026-01..2026-03.',
    ]);
  });

  it('reads what took the place of a value, with a note', () => {
    const renamed = () => ({ now: ['stealth', 'impairment'], sentence: 'It has another name.' });
    const { terms, mistakes } = parseSearchQuery('-tactic:old', { tactic: ['stealth'] }, renamed);
    expect(terms).toEqual([
      { kind: 'field', field: 'tactic', values: ['stealth', 'impairment'], negated: true },
    ]);
    expect(mistakes).toEqual([{ text: 'It has another name.' }]);
  });

  it('knows the place of each term', () => {
    const input = 'one  -"two words" level:high';
    const places = parseSearchQuery(input).places;
    expect(places.map(({ start, end }) => input.slice(start, end))).toEqual([
      'one',
      '-"two words"',
      'level:high',
    ]);
  });

  it('notes a missing closing quotation mark, and searches the rest', () => {
    expect(mistakes('"command line')).toEqual([
      'The quotation mark before command line has no closing mark.',
    ]);
    expect(terms('"command line')).toEqual([
      { kind: 'text', text: 'command line', phrase: true, negated: false },
    ]);
  });

  it('notes a field without a value and a minus without a term', () => {
    expect(mistakes('level:""')).toHaveLength(1);
    expect(mistakes('a - b')).toHaveLength(1);
    expect(terms('a - b')).toHaveLength(2);
  });

  it('limits the length of a search, with a note', () => {
    expect(mistakes('x '.repeat(300))).toHaveLength(2);
    expect(terms('x '.repeat(300))).toHaveLength(16);
  });

  it('never throws, and keeps every letter of plain words', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (input) => void parseSearchQuery(input)));
    const word = fc.stringMatching(/^[a-z0-9.\\/]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 10 }), (words) => {
        expect(terms(words.join(' ')).map((term) => 'text' in term && term.text)).toEqual(words);
      }),
    );
  });
});
