import { describe, expect, it } from 'vitest';
import {
  and,
  column,
  compare,
  type Expression,
  list,
  not,
  or,
  printExpression,
  string,
} from '@/lib/kql';
import type { CompareOperator } from '@/lib/kql/tree';
import { prefilterOf } from './prefilter';

const XML = `extract(@'<Data Name="V">([^<]*)</Data>', 1, EventData)`;
const COLUMNS = { EventData: 'string', Properties: 'dynamic', Key: 'string', Value: 'string' };

const is = (operator: CompareOperator, text: string, name = 'V'): Expression =>
  compare(column(name), operator, string(text));

function prefilter(condition: Expression, expression = XML): string | null {
  const computed = new Map([
    ['V', expression],
    ['W', expression.replace('"V"', '"W"')],
  ]);
  const made = prefilterOf(condition, { columns: COLUMNS, computed });
  return made && printExpression(made);
}

describe('the prefilter of a comparison', () => {
  it.each<[CompareOperator, string, string]>([
    ['endswith', '\\wmic.exe', 'EventData has "wmic.exe"'],
    ['endswith', 'a-wmic.exe', 'EventData has "wmic.exe"'],
    ['contains', '\\Temp\\', 'EventData has "Temp"'],
    ['contains', ' -enc ', 'EventData has "enc"'],
    ['=~', 'Shadow', 'EventData has "Shadow"'],
    ['startswith', 'Shadow copy', 'EventData has "Shadow"'],
    ['contains', ' add a Remote group ', 'EventData has_all ("Remote", "group", "add")'],
    [
      'matches regex',
      '(?is)^C:\\\\Perf\\\\.*\\\\tool\\.exe$',
      'EventData has_all ("Perf", "tool.exe")',
    ],
    ['matches regex', '(?s) task .', 'EventData has "task"'],
  ])('is the terms that a match must have: %s %s', (operator, text, expected) => {
    expect(prefilter(is(operator, text))).toBe(expected);
  });

  it.each<[CompareOperator, string]>([
    ['endswith', 'wmic.exe'],
    ['contains', '-enc'],
    ['contains', '\\ab\\'],
    ['contains', '\\Windows\\System32\\'],
    ['contains', ' über '],
    ['contains', ' naïve '],
    ['contains', ' _name_ '],
    ['contains', ''],
    ['matches regex', '(?is) task .'],
    ['matches regex', ' (task|host) '],
    ['matches regex', ' task? '],
    ['matches regex', ' \\btask\\b '],
    ['!contains', ' word '],
    ['!~', 'word'],
  ])('does not exist without a whole indexed term: %s %s', (operator, text) => {
    expect(prefilter(is(operator, text))).toBeNull();
  });

  it('prefers a rare word to a frequent one', () => {
    const key = (text: string) => is('contains', text, 'V');
    const path = 'SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Schedule\\';
    const alternatives = [key(path), key('\\CurrentControlSet\\Services\\Tcpip\\')];
    expect(prefilter(or(...alternatives))).toBe('EventData has_any ("Schedule", "Tcpip")');
    expect(prefilter(key('\\Services\\'))).toBe('EventData has "Services"');
  });

  it('has no word that others make needless', () => {
    const alternatives = [' Import $Env:x', ' Import C:\\Bin\\x', 'ipmo $Env:x', 'ipmo C:\\Bin\\x'];
    const made = prefilter(or(...alternatives.map((text) => is('contains', text))));
    expect(made).toBe('EventData has_any ("Env", "Bin")');
  });

  it('keeps to the column that a computed value comes from', () => {
    const test = is('endswith', '\\tool.exe');
    expect(prefilter(test, 'tostring(Properties.path)')).toBe('Properties has "tool.exe"');
    expect(prefilter(test, 'tostring(parse_json(EventData).a["b c"])')).toBe(
      'EventData has "tool.exe"',
    );
    expect(prefilter(test, `strcat(Key, iff(isempty(Value), '', strcat(@'\\', Value)))`)).toBe(
      'Key has "tool.exe" or Value has "tool.exe"',
    );
    expect(prefilter(test, 'coalesce(Key, Value)')).toBe(
      'Key has "tool.exe" or Value has "tool.exe"',
    );
    expect(prefilter(test, 'strcat(Key, Value)')).toBeNull();
    expect(prefilter(test, 'tolower(Key)')).toBeNull();
    expect(prefilter(test, `strcat('0x', tohex(Key))`)).toBeNull();
    expect(prefilter(test, `replace_string(Key, "::", "")`)).toBeNull();
  });

  it('holds no text that the expression itself can have written', () => {
    const hive = `replace_regex(Key, @'(?i)^HKEY_LOCAL_MACHINE', 'HKLM')`;
    expect(prefilter(is('startswith', 'HKLM\\'), hive)).toBeNull();
    expect(prefilter(is('startswith', 'HKLM\\Run\\'), hive)).toBe('Key has "Run"');
    const binary = `iff(Value == "x", "Binary Data", Key)`;
    expect(prefilter(is('=~', 'Binary Data'), binary)).toBeNull();
    const plus = `replace_string(Key, "+", " ")`;
    expect(prefilter(is('contains', ' word '), plus)).toBe('Key has "word"');
    expect(prefilter(is('contains', ' word '), `replace_string(Key, "and", " ")`)).toBeNull();
  });

  it('takes an end of an extracted value for a boundary only beside a separator', () => {
    const test = is('=~', 'word');
    expect(prefilter(test, `extract(@'x="([^"]*)', 1, Key)`)).toBe('Key has "word"');
    expect(prefilter(test, `extract(@'x=([a-z]+);', 1, Key)`)).toBe('Key has "word"');
    expect(prefilter(test, `extract(@'^([^ ]+) ', 1, Key)`)).toBe('Key has "word"');
    expect(prefilter(test, `extract(@'x([a-z]+);', 1, Key)`)).toBeNull();
    expect(prefilter(test, `extract(@'x=([a-z]+)', 1, Key)`)).toBeNull();
    expect(prefilter(test, `extract(@'x="?([a-z]+);', 1, Key)`)).toBeNull();
    expect(prefilter(test, `extract(@'x=([a-z]+);?', 1, Key)`)).toBeNull();
    expect(prefilter(test, `extract(@'x\\s([a-z]+)\\s', 1, Key)`)).toBeNull();
    expect(prefilter(test, `extract(@'=([a-z]+);|y', 1, Key)`)).toBeNull();
    expect(prefilter(test, `extract(@'=(=)([a-z]+);', 2, Key)`)).toBeNull();
    expect(prefilter(is('contains', ' word '), `extract(@'x(.*)y', 1, Key)`)).toBe(
      'Key has "word"',
    );
  });

  it('takes no quote before a value for a boundary in JSON within JSON', () => {
    const nested = 'tostring(parse_json(tostring(Properties.a)).b)';
    expect(prefilter(is('startswith', 'word.tool '), nested)).toBe('Properties has "tool"');
    expect(prefilter(is('contains', '"word '), nested)).toBeNull();
    expect(prefilter(is('contains', ' word"'), nested)).toBe('Properties has "word"');
  });

  it('does not look for numbers in JSON, which spells them in several ways', () => {
    expect(prefilter(is('=~', '1000'), 'tostring(Properties.id)')).toBeNull();
    expect(prefilter(is('=~', '1e10'), 'tostring(Properties.id)')).toBeNull();
    expect(prefilter(is('=~', '1000'))).toBe('EventData has "1000"');
  });
});

describe('the prefilter of a condition', () => {
  const a = is('endswith', '\\first.exe');
  const b = is('endswith', '\\second.exe');
  const none = is('contains', 'x');

  it('has any of the alternatives if each of them requires a term', () => {
    expect(prefilter(or(a, b))).toBe('EventData has_any ("first.exe", "second.exe")');
    expect(prefilter(or(a, is('endswith', '\\FIRST.EXE', 'W')))).toBe('EventData has "first.exe"');
    expect(prefilter(or(a, none))).toBeNull();
    expect(prefilter(list(column('V'), 'in~', [string('alpha'), string('beta')]))).toBe(
      'EventData has_any ("alpha", "beta")',
    );
    expect(prefilter(list(column('V'), '!in~', [string('alpha')]))).toBeNull();
  });

  it('has all of the required terms, or the shortest list', () => {
    expect(prefilter(and(a, is('contains', ' word ', 'W'), none))).toBe(
      'EventData has_all ("first.exe", "word")',
    );
    expect(prefilter(and(or(a, b), is('contains', ' word ', 'W')))).toBe('EventData has "word"');
    expect(prefilter(and(or(a, b), or(a, b, is('=~', 'third'))))).toBe(
      'EventData has_any ("first.exe", "second.exe")',
    );
  });

  it('has no term that holds another of the list', () => {
    const any = or(
      ...[' onion.ca ', ' onion ', ' a-onion.to ', ' onions.ca '].map((one) => is('contains', one)),
    );
    expect(prefilter(any)).toBe('EventData has_any ("onion", "onions.ca")');
  });

  it('says nothing of exclusions', () => {
    expect(prefilter(not(a))).toBeNull();
    expect(prefilter(and(not(a), b))).toBe('EventData has "second.exe"');
  });

  it('ends where a list no longer filters', () => {
    const many = (count: number) =>
      or(...Array.from({ length: count }, (_, at) => is('endswith', `\\tool${at}.exe`)));
    expect(prefilter(many(50))).toContain('"tool49.exe"');
    expect(prefilter(many(51))).toBeNull();
  });
});
