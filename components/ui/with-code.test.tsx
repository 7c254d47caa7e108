import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { WithCode } from './with-code';

it('adds no blank between code and the sentence around it', () => {
  const text = renderToStaticMarkup(<WithCode text="Look in events (`Event`), not in `Syslog`." />);
  expect(text.replace(/<[^>]*>/g, '')).toBe('Look in events (Event), not in Syslog.');
  expect(text.match(/<code/g)).toHaveLength(2);
});
