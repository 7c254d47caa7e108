import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { WithCode } from './with-code';

it('adds no blank between code and the sentence around it', () => {
  const text = renderToStaticMarkup(<WithCode text="Look in events (`Event`), not in `Syslog`." />);
  expect(text.replace(/<[^>]*>/g, '')).toBe('Look in events (Event), not in Syslog.');
  expect(text.match(/<code/g)).toHaveLength(2);
});

it('marks the blanks at the ends of a value, and keeps them', () => {
  const text = renderToStaticMarkup(<WithCode text="It looks for ` -enc `." />);
  expect(text).toContain(
    '<span class="literal-blank"> </span>-enc<span class="literal-blank"> </span>',
  );
  expect(text.replace(/<[^>]*>/g, '')).toBe('It looks for  -enc .');
});

it('keeps short code on one line', () => {
  const text = renderToStaticMarkup(<WithCode text={`\`S-1-5-18\` and \`${'x'.repeat(25)}\``} />);
  expect(text.match(/data-short/g)).toHaveLength(1);
});
