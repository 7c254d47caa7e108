import { describe, expect, it } from 'vitest';
import { splitDocuments } from './split-documents';

describe('splitDocuments', () => {
  it.each<[string, string[]]>([
    ['a: 1\n', ['a: 1\n']],
    ['---\na: 1\n', ['---\na: 1\n']],
    ['# x\n---\na: 1\n', ['a: 1\n']],
    ['a: 1\n---\nb: 2\n', ['a: 1\n', 'b: 2\n']],
    ['a: 1\r\n---\r\nb: 2\r\n', ['a: 1\r\n', 'b: 2\r\n']],
    ['a: 1\n--- # next\nb: 2\n', ['a: 1\n', '--- # next\nb: 2\n']],
    ['a: 1\n---\n# nothing\n', ['a: 1\n']],
    ['a: 1\n...\n', ['a: 1\n']],
    ['a: 1\n...\nb: 2\n', ['a: 1\n', 'b: 2\n']],
    ['%YAML 1.2\n---\na: 1\n', ['%YAML 1.2\n---\na: 1\n']],
    ['a: |\n  text\n  --- no\n ---\n', ['a: |\n  text\n  --- no\n ---\n']],
    ['a: ---x\n', ['a: ---x\n']],
    ['', []],
    ['# only a comment\n', []],
    ['---\n---\n', []],
  ])('cuts %j', (text, documents) => {
    expect(splitDocuments(text).map(({ start, end }) => text.slice(start, end))).toEqual(documents);
  });
});
