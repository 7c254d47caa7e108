import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearchQuery } from './search-query';

const terms = (input: string) => parseSearchQuery(input).terms;
const mistakes = (input: string, known = {}) => parseSearchQuery(input, known).mistakes;

describe('parseSearchQuery', () => {
  it('takes words and phrases as text, with a minus before either', () => {
    expect(terms('powershell "scheduled task" -lsass -"as system"')).toEqual([
      { kind: 'text', text: 'powershell', phrase: false, negated: false },
      { kind: 'text', text: 'scheduled task', phrase: true, negated: false },
      { kind: 'text', text: 'lsass', phrase: false, negated: true },
      { kind: 'text', text: 'as system', phrase: true, negated: true },
    ]);
  });

  it('takes a known name before a colon as a field, with values parted by commas', () => {
    expect(terms('level:high,critical -Table:SecurityEvent author:"Florian Roth, others"')).toEqual(
      [
        { kind: 'field', field: 'level', values: ['high', 'critical'], negated: false },
        { kind: 'field', field: 'table', values: ['SecurityEvent'], negated: true },
        { kind: 'field', field: 'author', values: ['Florian Roth, others'], negated: false },
      ],
    );
  });

  it('takes a path for text, though it has a colon', () => {
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
      'There is no field “tecnique”; did you mean “technique:”? “tecnique:T1059” is searched as text.',
    ]);
  });

  it('tells a value that no rule has, where the values are known', () => {
    const known = { level: ['low', 'medium', 'high', 'critical'] };
    expect(mistakes('level:hihg', known)).toEqual([
      'No rule has the level “hihg”; did you mean “high”?',
    ]);
    expect(mistakes('level:HIGH', known)).toEqual([]);
  });

  it('tells a quotation mark that is not closed, and searches what follows it', () => {
    expect(mistakes('"command line')).toEqual([
      'The quotation mark before command line is not closed.',
    ]);
    expect(terms('"command line')).toEqual([
      { kind: 'text', text: 'command line', phrase: true, negated: false },
    ]);
  });

  it('tells a field without a value and a minus without a word', () => {
    expect(mistakes('level:""')).toHaveLength(1);
    expect(mistakes('a - b')).toHaveLength(1);
    expect(terms('a - b')).toHaveLength(2);
  });

  it('bounds what it searches, and says so', () => {
    expect(mistakes('x '.repeat(300))).toHaveLength(2);
    expect(terms('x '.repeat(300))).toHaveLength(16);
  });

  it('never throws, and loses no letter of plain words', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (input) => void parseSearchQuery(input)));
    const word = fc.stringMatching(/^[a-z0-9.\\/]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 10 }), (words) => {
        expect(terms(words.join(' ')).map((term) => 'text' in term && term.text)).toEqual(words);
      }),
    );
  });
});
