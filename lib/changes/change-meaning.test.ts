import { describe, expect, it } from 'vitest';
import { matchesRaw } from '@/lib/proof';
import { changeBetween } from '.';
import { detection, readRule } from './rule-fixture';
import { MEANINGS, type Meaning } from './types';

const rule = (items: string, logsource?: string) => detection(items, logsource);
const S = (item: string) => `s: {${item}}\ncondition: s`;

describe('changeBetween', () => {
  it.each<[what: string, before: string, after: string, Meaning]>([
    ['a value added to a list', S('Image: [a, b]'), S('Image: [a, b, c]'), 'wider'],
    ['a value taken from a list', S('Image: [a, b, c]'), S('Image: [a, b]'), 'narrower'],
    ['a value replaced', S('Image: [a, b]'), S('Image: [a, c]'), 'both'],
    [
      'a value added that another covers',
      S('Image|contains: [a]'),
      S('Image|contains: [a, ab]'),
      'text-only',
    ],
    ['the order of a list', S('Image: [a, b]'), S('Image: [B, A]'), 'text-only'],
    ['a shorter part', S('Image|contains: abc'), S('Image|contains: ab'), 'wider'],
    ['a longer ending', S('Image|endswith: .exe'), S('Image|endswith: \\a.exe'), 'narrower'],
    ['an exact value instead of a part', S('Image|contains: abc'), S('Image: abc'), 'narrower'],
    ['another field', S('Image: a'), S('ParentImage: a'), 'both'],
    ['one more field', S('Image: a'), S('Image: a, User: b'), 'narrower'],
    ['one less field', S('Image: a, User: b'), S('Image: a'), 'wider'],
    [
      'any instead of all',
      S('CommandLine|contains|all: [ab, cd]'),
      S('CommandLine|contains: [ab, cd]'),
      'wider',
    ],
    ['case that counts', S('Image: abc'), S('Image|cased: abc'), 'narrower'],
    ['wildcards for modifiers', S('Image|endswith: \\a.exe'), S("Image: '*\\a.exe'"), 'text-only'],
    [
      'a regular expression with an end',
      S("Image|re: 'f53f[0-9a-f]{2}'"),
      S("Image|re: 'f53f[0-9a-f]{2}$'"),
      'narrower',
    ],
    ['a lower bound', S('ProcessId|gte: 5'), S('ProcessId|gte: 3'), 'wider'],
    [
      'a network within',
      S("SourceIp|cidr: '10.0.0.0/8'"),
      S("SourceIp|cidr: '10.1.0.0/16'"),
      'narrower',
    ],
    ['a number for its text', S("ProcessId: '4'"), S('ProcessId: 4'), 'wider'],
    [
      'a filter added',
      S('Image: a'),
      's: {Image: a}\nfilter_x: {User: b}\ncondition: s and not 1 of filter_*',
      'narrower',
    ],
    [
      'a filter split in two',
      's: {Image: a}\nf: {User: [b, c]}\ncondition: s and not f',
      's: {Image: a}\nfilter_b: {User: b}\nfilter_c: {User: c}\ncondition: s and not 1 of filter_*',
      'text-only',
    ],
    [
      'a filter that another covers',
      's: {Image: a}\nfilter_1: {CommandLine|contains: stopservice}\ncondition: s and not 1 of filter_*',
      's: {Image: a}\nfilter_1: {CommandLine|contains: StopService}\nfilter_2: {CommandLine|contains: [xstopservice]}\ncondition: s and not 1 of filter_*',
      'text-only',
    ],
    [
      'a filter that applies to less',
      's: {Image: a}\nf: {User: b}\ncondition: s and not f',
      's: {Image: a}\nf: {User: b, CommandLine: c}\ncondition: s and not f',
      'wider',
    ],
    [
      'names of selections',
      'a: {Image: a}\nb: {User: b}\ncondition: a and b',
      'selection_img: {Image: a}\nselection_user: {User: b}\ncondition: all of selection_*',
      'text-only',
    ],
    [
      'a selection that nothing uses',
      S('Image: a'),
      's: {Image: a}\nfilter: {User: b}\ncondition: s',
      'text-only',
    ],
    [
      'alternatives factored out',
      'a: {Image: a, User: b}\nb: {Image: a, User: c}\ncondition: 1 of a or b'.replace(
        '1 of a',
        'a',
      ),
      S('Image: a, User: [b, c]'),
      'text-only',
    ],
    ['a keyword', 'k: [xyzzy]\ncondition: k', 'k: [xyz]\ncondition: k', 'wider'],
    ['emptiness', S("User: ''"), S('User: null'), 'both'],
    [
      'two fields compared',
      S('Image|fieldref: ParentImage'),
      S('Image|fieldref|contains: ParentImage'),
      'wider',
    ],
    [
      'a placeholder added as a filter',
      S('Image: a'),
      "s: {Image: a}\nf: {User|expand: '%Admins%'}\ncondition: s and not f",
      'narrower',
    ],
    [
      'a placeholder kept',
      S("Image: a, User|expand: '%A%'"),
      S("Image: [a, b], User|expand: '%A%'"),
      'wider',
    ],
  ])('%s', (_, before, after, meaning) => {
    const [older, newer] = [rule(before), rule(after)];
    const change = changeBetween(older, newer);
    expect(change.meaning).toBe(meaning);
    const back: Partial<Record<Meaning, Meaning>> = { wider: 'narrower', narrower: 'wider' };
    expect(changeBetween(newer, older).meaning).toBe(back[meaning] ?? meaning);
  });

  it.each<[what: string, before: string, after: string, Meaning]>([
    [
      'another service',
      'product: azure, service: activitylogs',
      'product: azure, service: auditlogs',
      'both',
    ],
    ['no service any more', 'product: azure, service: auditlogs', 'product: azure', 'wider'],
    ['a definition', 'product: windows', 'product: windows, definition: Turn it on', 'text-only'],
  ])('log source: %s', (_, before, after, meaning) => {
    expect(changeBetween(rule(S('a: b'), before), rule(S('a: b'), after)).meaning).toBe(meaning);
  });

  it('shows each difference by an event that one version alone matches', () => {
    const [before, after] = [rule(S('Image: [a, b]')), rule(S('Image: [a, c]'))];
    const { onlyBefore, onlyAfter } = changeBetween(before, after);
    expect(onlyBefore?.fields).toEqual({ Image: 'b' });
    expect(onlyAfter?.fields).toEqual({ Image: 'c' });
    expect([before, after].map((one) => matchesRaw(one, onlyBefore?.raw))).toEqual([true, false]);
    expect([before, after].map((one) => matchesRaw(one, onlyAfter?.raw))).toEqual([false, true]);
  });

  it('finds an event among many alternatives that exclude each other', () => {
    const endings = Array.from({ length: 300 }, (_, at) => `'\\p${at}.exe'`).join(', ');
    const filter = (start: string) =>
      `s: {Image|endswith: [${endings}]}\nf: {Image|startswith: '${start}', Image|endswith: '\\p299.exe'}\ncondition: s and not f`;
    const change = changeBetween(rule(filter("C:\\Users\\''")), rule(filter('C:\\Users\\')));
    expect(change.meaning).toBe('narrower');
  });

  it('says why it decides nothing', () => {
    const one = rule(S('a: b'));
    const other = readRule(
      'title: C\nname: c\ncorrelation: {type: event_count, rules: [x], group-by: [y], timespan: 5m, condition: {gte: 2}}\n',
    );
    expect(changeBetween(one, null)).toMatchObject({
      meaning: 'undecided',
      reason: 'The logic of one of the two versions cannot be read.',
    });
    expect(changeBetween(one, other).reason).toBe(
      'A detection rule has become a correlation rule.',
    );
  });

  it('decides nothing about conditions that are too large', () => {
    const list = (count: number, extra: string) =>
      S(`Image: [${Array.from({ length: count }, (_, at) => `v${at}`).join(', ')}, ${extra}]`);
    const change = changeBetween(rule(list(4100, 'a')), rule(list(4100, 'b')));
    expect(change).toMatchObject({
      meaning: 'undecided',
      reason: 'Neither a proof nor an event was found in the time given.',
    });
    expect(changeBetween(rule(list(4100, 'a')), rule(list(4100, 'a'))).meaning).toBe('text-only');
  });

  it('reads a filter as part of the rules that it applies to', () => {
    const filter = (body: string, rules = '[a]') =>
      readRule(
        `title: F\nlogsource: {product: windows}\nfilter:\n  rules: ${rules}\n  s: {${body}}\n  condition: not s\n`,
      );
    expect(changeBetween(filter('User: a'), filter('User: [a, b]')).meaning).toBe('narrower');
    expect(changeBetween(filter('User: a'), filter('User: a', '[b]')).reason).toBe(
      'The filter applies to other rules than before.',
    );
  });
});

describe('hostile conditions', () => {
  const list = (count: number, value: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => `'${value(at)}'`).join(', ');
  it.each<[string, string, string]>([
    [
      'patterns of many wildcards',
      S(`Image: [${list(400, (at) => `*a*${'a*'.repeat(at)}b`)}]`),
      S(`Image: [${list(400, (at) => `*a*${'a*'.repeat(at)}c`)}]`),
    ],
    [
      'many regular expressions',
      S(`Image|re: [${list(300, (at) => `(a|b)*a(a|b){${at % 12}}c${at}`)}]`),
      S(`Image|re: [${list(300, (at) => `(a|b)*b(a|b){${at % 12}}d${at}`)}]`),
    ],
    [
      'alternatives that must be tried one by one',
      [
        ...Array.from({ length: 40 }, (_, at) => `s${at}: {F${at}: [a, b, c], G${at}: [a, b, c]}`),
        'condition: all of s*',
      ].join('\n'),
      [
        ...Array.from(
          { length: 40 },
          (_, at) => `s${at}: {F${at}: [c, d], G${(at + 7) % 40}: [c, d]}`,
        ),
        'condition: 1 of s*',
      ].join('\n'),
    ],
  ])('come to an end: %s', (_, before, after) => {
    expect(MEANINGS).toContain(changeBetween(rule(before), rule(after)).meaning);
  });
});
