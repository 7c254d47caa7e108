import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Outcome } from './outcome';

const meanings = {
  exact: 'The query matches the same events as the rule.',
  approximate: 'The query is wider or narrower than the rule.',
  unsupported: 'There is no query.',
};

it('explains an outcome in one sentence behind its name', () => {
  const text = renderToStaticMarkup(
    <Outcome outcome="exact" meanings={meanings} explain />,
  ).replace(/<[^>]*>/g, '');
  expect(text).toBe('exact: The query matches the same events as the rule.');
});
