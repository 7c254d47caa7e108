import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INVISIBLE } from './invisible';
import { visibleText } from './plain-text';
import { textParts } from './text-parts';

const found = new RegExp(`[${INVISIBLE}]`, 'u');
const isInvisible = (codePoint: number) => found.test(String.fromCodePoint(codePoint));
const codePoint = fc.integer({ min: 0, max: 0x10ffff });
const anyText = fc
  .array(fc.oneof(codePoint, fc.integer({ min: 0x2000, max: 0x2070 }), fc.constant(0x0301)))
  .map((all) => String.fromCodePoint(...all));

describe('INVISIBLE', () => {
  it.each(
    Object.entries({
      controls: [0x00, 0x1b, 0x7f, 0x85],
      'bidirectional overrides and isolates': [0x202a, 0x202e, 0x2066, 0x2069, 0x061c, 0x200e],
      'zero-width characters': [0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0x00ad, 0x034f],
      separators: [0x2028, 0x2029],
      tags: [0xe0001, 0xe0041, 0xe007f],
      'variation selectors': [0xfe00, 0xfe0f, 0xe0100, 0x180b],
      'fillers and blanks': [0x3164, 0x115f, 0xffa0, 0x2800],
      'annotations, musical controls and surrogates': [0xfff9, 0x1d173, 0xd800, 0xdfff],
      noncharacters: [0xfffe, 0x1ffff],
    }),
  )('contains %s', (_, members) => {
    for (const member of members) expect(isInvisible(member), member.toString(16)).toBe(true);
  });

  it('contains no letter, digit, space, sign or emoji', () => {
    for (const character of 'aZ0 ä-=+@漢字ابجשלום้กि😀€\u00a0\u3000') {
      expect(found.test(character), character).toBe(false);
    }
  });
});

describe('textParts', () => {
  it('returns an ordinary text whole', () => {
    const text = 'Suspicious “Thing”: C:\\a\tb\r\nc — ümläut, 漢字, שלום, 😀';
    expect(textParts(text)).toEqual([{ kind: 'text', text }]);
    expect(textParts('')).toEqual([]);
  });

  it('separates invisible characters and counts a run of the same one', () => {
    expect(textParts('a\u202egnp.exe\u200b\u200b\u200b')).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'invisible', codePoint: 0x202e, count: 1 },
      { kind: 'text', text: 'gnp.exe' },
      { kind: 'invisible', codePoint: 0x200b, count: 3 },
    ]);
  });

  it.each([
    ['a Persian non-joiner', 'می\u200cشود'],
    ['a Hindi joiner', 'क्\u200dष'],
    ['an emoji family', '👨\u200d👩\u200d👧'],
    ['a coloured heart', '❤\ufe0f'],
    ['a number in a box', '1\ufe0f\u20e3'],
    ['a form of a Chinese character', '葛\u{e0100}'],
  ])('leaves %s alone', (_, text) => {
    expect(textParts(text)).toEqual([{ kind: 'text', text }]);
  });

  it('does not leave the same characters alone where they do no work', () => {
    for (const text of ['power\u200cshell', 'a\u200db', 'T1\ufe0f059', '漢\u{e0100}\u{e0101}']) {
      expect(
        textParts(text).some(({ kind }) => kind === 'invisible'),
        text,
      ).toBe(true);
    }
  });

  it('keeps four combining marks in a row and counts the others', () => {
    expect(textParts(`e${'\u0301'.repeat(100)}x`)).toEqual([
      { kind: 'text', text: `e${'\u0301'.repeat(4)}` },
      { kind: 'marks', count: 96 },
      { kind: 'text', text: 'x' },
    ]);
    const vietnamese = 'Việt Nam'.normalize('NFD');
    expect(textParts(vietnamese)).toEqual([{ kind: 'text', text: vietnamese }]);
  });

  it('takes a long run of marks or overrides in a moment', () => {
    const text = `${'\u0301'.repeat(100_000)}${'\u202e'.repeat(100_000)}`;
    expect(textParts(text)).toHaveLength(3);
  });
});

describe('visibleText', () => {
  it('writes an invisible character as its number', () => {
    expect(visibleText('a\u202eb\u{e0041}')).toBe('a\\u{202E}b\\u{E0041}');
    expect(visibleText(`e${'\u0301'.repeat(9)}`)).toContain('[5 more combining marks]');
  });

  it('leaves no character that can reverse, end a line or hide, in any text', () => {
    const harmful = /[\u202a-\u202e\u2066-\u2069\u200b\u2028\u2029\u0085\0\ufeff]|\p{M}{5}|\p{Cs}/u;
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = visibleText(text);
        expect(shown).not.toMatch(harmful);
        expect(visibleText(shown)).toBe(shown);
      }),
    );
  });

  it('keeps every character that is visible, in order', () => {
    fc.assert(
      fc.property(fc.array(codePoint), (all) => {
        const visible = all.filter(
          (one) => !isInvisible(one) && !/\p{M}/u.test(String.fromCodePoint(one)),
        );
        const text = String.fromCodePoint(
          ...all.filter((one) => isInvisible(one) || visible.includes(one)),
        );
        const kept = textParts(text)
          .map((part) => (part.kind === 'text' ? part.text : ''))
          .join('');
        expect([...kept].filter((one) => !found.test(one)).join('')).toBe(
          [...text].filter((one) => !found.test(one)).join(''),
        );
      }),
    );
  });
});
