import { expect, it } from 'vitest';
import { countSentences } from './count-sentences';

const said = (...texts: string[]) => texts.map((text) => ({ text, basis: 'rule: level' }));

it('counts the pages of each sentence, and a page once', () => {
  const pages = [
    { falsePositives: said('A.', 'A.'), triage: said('B.') },
    { falsePositives: said('C.'), triage: said('A.') },
  ];
  expect(countSentences(pages)).toEqual([
    { text: 'A.', pages: 2 },
    { text: 'B.', pages: 1 },
    { text: 'C.', pages: 1 },
  ]);
});
