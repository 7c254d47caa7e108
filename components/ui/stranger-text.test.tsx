import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ExternalLink } from './external-link';
import { StrangerLink } from './stranger-link';
import { StrangerText } from './stranger-text';
import { WithCode } from './with-code';

describe('StrangerText', () => {
  it('isolates the text and shows an invisible character by its number', () => {
    const html = renderToStaticMarkup(<StrangerText text={'a\u202egnp'} kind="title" />);
    expect(html).toMatch(/^<bdi class="stranger">a<span [^>]*>U\+202E<\/span>gnp<\/bdi>$/);
  });

  it('cuts an unreasonable text and gives its length', () => {
    const html = renderToStaticMarkup(<StrangerText text={'A'.repeat(200_000)} kind="title" />);
    expect(html).toContain('(200,000 characters)');
    expect(html.length).toBeLessThan(500);
  });

  it('lets a line end inside a path, but not inside a word', () => {
    const html = renderToStaticMarkup(
      <StrangerText text="rules/cloud/aws_ec2.yml" kind="path" breaks />,
    );
    expect(html).toContain('rules/<wbr/>cloud/<wbr/>aws_<wbr/>ec2.yml');
  });
});

describe('WithCode', () => {
  it('shows the invisible characters of text and code', () => {
    const html = renderToStaticMarkup(<WithCode text={'x\u200b `y\u202e`'} />);
    expect(html).toContain('U+200B');
    expect(html).toMatch(/<code [^>]*><bdi>y<span [^>]*>U\+202E<\/span><\/bdi><\/code>/);
  });
});

describe('StrangerLink', () => {
  it('links to the real host and says what was written before it', () => {
    const html = renderToStaticMarkup(<StrangerLink text="https://github.com@evil.example/" />);
    expect(html).toContain('href="https://evil.example/"');
    expect(html).toContain('rel="noreferrer noopener nofollow"');
    expect(html).toContain('github.com@');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'Internal research'])(
    'shows %s as text',
    (text) => {
      expect(renderToStaticMarkup(<StrangerLink text={text} />)).not.toContain('<a');
      expect(renderToStaticMarkup(<ExternalLink href={text}>x</ExternalLink>)).toBe('x');
    },
  );
});
