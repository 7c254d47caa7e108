import { describe, expect, it } from 'vitest';
import { anchorOf, definitionOf, glossary, outcomeMeanings, proofMeanings } from './glossary';

const terms = glossary().map(({ term }) => term);

describe('the glossary', () => {
  it('defines each term once, in alphabetical order', () => {
    const sorted = [...new Set(terms)].sort((a, b) => a.localeCompare(b, 'en'));
    expect(terms).toEqual(sorted);
  });

  it('refers only to terms that it defines, and never to the term itself', () => {
    for (const { term, see } of glossary()) {
      expect(terms, term).toEqual(expect.arrayContaining(see));
      expect(see, term).not.toContain(term);
      expect(new Set(see).size, term).toBe(see.length);
    }
  });

  it('gives each term an anchor of its own', () => {
    expect(new Set(terms.map(anchorOf)).size).toBe(terms.length);
    expect(anchorOf('hunt hypothesis')).toBe('hunt-hypothesis');
  });

  it('defines each term in one to three sentences', () => {
    for (const { term, definition } of glossary()) {
      expect(definition, term).toMatch(/^[A-Z].*\.$/);
      const sentences = definition.match(/[.](?:\s|$)/g) ?? [];
      expect(sentences.length, term).toBeLessThanOrEqual(3);
    }
  });

  it('covers every proof state and every outcome', () => {
    expect(proofMeanings().none).toBe(definitionOf('no query'));
    expect(proofMeanings().disagrees).toBe(definitionOf('disagrees'));
    expect(outcomeMeanings().approximate).toBe(definitionOf('approximate'));
  });

  it('gives no two states the same meaning', () => {
    const meanings = [...Object.values(proofMeanings()), ...Object.values(outcomeMeanings())];
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  it('names the term that it does not know', () => {
    expect(() => definitionOf('magic')).toThrow('“magic”');
  });
});
