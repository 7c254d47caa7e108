import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Time } from './time';

const at = new Date('2026-08-05T09:30:59Z');

it('says the day, with the minute in its tooltip', () => {
  expect(renderToStaticMarkup(<Time at={at} />)).toBe(
    '<time dateTime="2026-08-05T09:30:59.000Z" title="2026-08-05 09:30 UTC">2026-08-05</time>',
  );
});

it('says the minute if asked for', () => {
  expect(renderToStaticMarkup(<Time at={at} exact />)).toContain('>2026-08-05 09:30 UTC<');
});
