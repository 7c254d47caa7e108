import { expect, it } from 'vitest';
import { htmlBelow } from './html-below.mjs';

const below = (html: string) => htmlBelow(html, '/base');

it('leaves a page as it is where there is no base', () => {
  const html = '<html><a href="/rules/a">a</a></html>';
  expect(htmlBelow(html, '')).toBe(html);
});

it.each([
  [
    '<a class="x" href="/rules/a?b=c&amp;d">/rules/a</a>',
    '<a class="x" href="/base/rules/a?b=c&amp;d">/rules/a</a>',
  ],
  ['<form action="/" method="post">', '<form action="/base/" method="post">'],
  ['<button formAction="/x" data-href="/y">', '<button formAction="/base/x" data-href="/base/y">'],
  [
    '<link rel="stylesheet" href="/_next/static/a.css"/>',
    '<link rel="stylesheet" href="/base/_next/static/a.css"/>',
  ],
  [
    '<script src="/_next/a.js" async=""></script>',
    '<script src="/base/_next/a.js" async=""></script>',
  ],
  [
    '<a href="//host/a"><a href="https://host/a"><a href="#a">',
    '<a href="//host/a"><a href="https://host/a"><a href="#a">',
  ],
  ['<a href="/base/a">', '<a href="/base/a">'],
])('moves the addresses of %s', (html, expected) => {
  expect(below(html)).toBe(expected);
});

it('leaves what people read, and scripts, as they are', () => {
  const html = '<code> href="/evil" </code><script>const a = \'<a href="/x">\'</script>';
  expect(below(html)).toBe(html);
});

it('tells scripts of this site, and Next’s loader, where they are', () => {
  expect(below('<html lang="en"><head><title>a</title><header>')).toBe(
    '<html lang="en"><head><script>watchfloorBase="/base";TURBOPACK_CHUNK_BASE_PATH="/base/_next/"</script><title>a</title><header>',
  );
});

/** What Next writes of rows, in parts of 7 characters. */
function page(rows: string): string {
  const parts = rows.match(/[\s\S]{1,7}/g) ?? [];
  const scripts = parts.map(
    (part) => `<script>self.__next_f.push(${JSON.stringify([1, part])})</script>`,
  );
  return `<html><head></head><body>${scripts.join('<p>x</p>')}</body></html>`;
}

/** The rows of a page, as React puts them together. */
function rowsOf(html: string): string {
  const parts = [...html.matchAll(/__next_f\.push\((.*?)\)<\/script>/g)];
  return parts.map(([, list = '']) => JSON.parse(list)[1]).join('');
}

it('moves addresses in what React reads, but for texts and their lengths', () => {
  const text = '"href":"/ä"\n"/_next/x"';
  const length = Buffer.byteLength(text).toString(16);
  const row = (base: string) =>
    `1:I["a",["${base}/_next/static/a.js"],"default"]\n2:T${length},${text}3:["$","a",null,{"href":"${base}/rules/a","title":"\\"href\\":\\"/x"}]\n`;
  const html = below(page(row('')));
  expect(rowsOf(html)).toBe(row('/base'));
  expect(html.match(/<p>x<\/p>/g)?.length).toBeGreaterThan(5);
});
