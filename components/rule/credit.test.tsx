import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Credit } from './credit';

const rule = {
  author: 'A. Author',
  licence: { name: 'MIT', url: 'https://example.org/mit' },
  sourceName: 'Own rules',
  path: 'rules/one.yml',
  upstreamUrl: 'https://github.com/owner/name/blob/1/rules/one.yml',
};
const text = (more: Partial<typeof rule> | { upstreamUrl: null; author: null }) =>
  renderToStaticMarkup(<Credit rule={{ ...rule, ...more }} />).replace(/<[^>]*>/g, ' ');

it('names author, licence and source with addresses that can be read on paper', () => {
  const words = text({}).replace(/\s+/g, ' ');
  expect(words).toContain('Author: A. Author');
  expect(words).toMatch(/Licence: MIT , .*example.org/);
  expect(words).toMatch(/Source: .*github\.com/);
});

it('says what is not stated, and where the file is if it has no address', () => {
  const words = text({ author: null, upstreamUrl: null }).replace(/\s+/g, ' ');
  expect(words).toContain('Author: not stated');
  expect(words).toMatch(/Source: Own rules:.*one\.yml/);
});
