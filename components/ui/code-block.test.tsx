import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { CodeBlock } from './code-block';

const hash = (at: number) => createHash('sha256').update(String(at)).digest('hex');
const text = (count: number) =>
  Array.from({ length: count }, (_, at) => `  - '${hash(at)}'`).join('\n');

async function render(count: number): Promise<string> {
  return renderToStaticMarkup(
    await CodeBlock({ text: text(count), language: 'yaml', label: 'Rule', whole: '/whole' }),
  );
}

describe('CodeBlock', () => {
  it('folds a long text', async () => {
    const html = await render(200);
    expect(html).toContain('Show all 200 lines');
    expect(html.indexOf('<details')).toBeGreaterThan(html.indexOf(hash(59)));
    expect(html.indexOf('<details')).toBeLessThan(html.indexOf(hash(60)));
    expect(html).toContain(hash(199));
    expect(html).not.toContain('/whole');
  });

  it('shows the start of a very long text, in few bytes, with a link to the whole', async () => {
    const html = await render(4_000);
    expect(html).toContain('<a href="/whole">Open all 4,000 lines</a>');
    expect(gzipSync(html).length).toBeLessThan(12_000);
  });
});
