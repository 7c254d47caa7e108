import { describe, expect, it } from 'vitest';
import { firstSentences, leadAndRest, plainText } from './plain-text';

describe('plainText', () => {
  it.each([
    ['ends here.(Citation: A Report) Next', 'ends here. Next'],
    ['ends (Citation: Foo (2019) Bar).', 'ends.'],
    [
      'uses [PowerShell](https://attack.mitre.org/techniques/T1059/001) well',
      'uses PowerShell well',
    ],
    ['see [x](https://en.wikipedia.org/wiki/A_(b)) there', 'see x there'],
    ['run <code>net use</code> now', 'run net use now'],
    ['run `net use` **now**', 'run net use now'],
    ['a &lt;b&gt; &amp; c', 'a <b> & c'],
    ['later, (LinkById: G0046) did', 'later, G0046 did'],
    ['one\r\n\r\n\r\n\r\ntwo', 'one\n\ntwo'],
  ])('reads %j', (markdown, text) => {
    expect(plainText(markdown)).toBe(text);
  });

  it('takes linear time on brackets that never close', () => {
    const hostile = '(Citation: '.repeat(20_000) + '['.repeat(20_000) + '<code '.repeat(20_000);
    const start = Date.now();
    plainText(hostile);
    expect(Date.now() - start).toBeLessThan(3_000);
  });
});

describe('firstSentences', () => {
  it('stops at the end of a sentence, not at an abbreviation', () => {
    const text = 'Adversaries use shells, e.g. Bash. They do more. And more.';
    expect(firstSentences(text, 1)).toBe('Adversaries use shells, e.g. Bash.');
    expect(firstSentences(text, 2)).toBe('Adversaries use shells, e.g. Bash. They do more.');
  });

  it('keeps to the first paragraph and to the limit, at a word', () => {
    expect(firstSentences('One.\n\nTwo.', 3)).toBe('One.');
    expect(firstSentences('alpha beta gamma', 1, 12)).toBe('alpha beta…');
  });
});

describe('leadAndRest', () => {
  it.each([
    ['One. Two.\nThree.\n\nFour.', ['One.', 'Two. Three.', 'Four.']],
    ['One, of any length\nand over lines.', ['One, of any length and over lines.']],
    ['', ['']],
  ])('splits %j', (text, parts) => {
    expect(leadAndRest(text)).toEqual(parts);
  });
});
