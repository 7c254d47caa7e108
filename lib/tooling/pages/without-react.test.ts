import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { needsReact, withoutReact } from './without-react.mjs';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SCRIPTS = ['/_next/static/behaviour/entry-A.js', '/_next/static/behaviour/chunk-B.js'];

describe('a page without React', () => {
  const made = (inHead: string, inBody: string) =>
    `<html><head>${inHead}</head><body>${inBody}</body></html>`;

  it('has one script and its imports in place of Next’s scripts and data', () => {
    const page = made(
      '<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/a.js"/>' +
        '<script src="/_next/static/chunks/a.js" async=""></script>' +
        '<script src="/_next/static/chunks/b.js" noModule=""></script>',
      '<p>3<!-- --> rules</p><!--$--><!--/$--><div hidden=""><!--$--><!--/$--></div>' +
        '<script id="_R_">(globalThis["TURBOPACK"] || []).push({"a":"<"})</script>' +
        '<script>(self.__next_f=self.__next_f||[]).push([0])</script>' +
        '<script>self.__next_f.push([1,"0:\\u003cp>"])</script>',
    );
    expect(withoutReact(page, SCRIPTS)).toBe(
      made(
        '<link rel="modulepreload" href="/_next/static/behaviour/chunk-B.js"/>' +
          '<script type="module" src="/_next/static/behaviour/entry-A.js"></script>',
        '<p>3 rules</p>',
      ),
    );
  });

  it('keeps the scripts that put late parts of the page in their places', () => {
    const late = '<div hidden="" id="S:0"><p>late</p></div><script>$RC("B:0","S:0")</script>';
    expect(withoutReact(made('', late), SCRIPTS)).toContain(late);
  });

  it('keeps what a rule says of scripts', () => {
    const text = '<p>&lt;!-- a --&gt; &lt;script&gt;self.__next_f&lt;/script&gt; a&lt;!--b</p>';
    expect(withoutReact(made('', text), SCRIPTS)).toContain(text);
  });
});

// What Next's client runs although no page asks for it.
const ALWAYS = ['app/error.tsx', 'app/global-error.tsx', 'components/behaviour/behaviour.tsx'];

describe('which pages React runs', () => {
  const pages = readdirSync(path.join(ROOT, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'page.tsx')
    .map((file) => ({ file: `app/${file}`, address: `/${path.dirname(file)}`.replace('/.', '/') }));

  it.each(pages)('$address', ({ file, address }) => {
    const clients = clientComponents(path.join(ROOT, file));
    expect(clients.length > 0, clients.join(', ')).toBe(needsReact(address));
  });

  it('no part of the layout', () => {
    const clients = clientComponents(path.join(ROOT, 'app/layout.tsx'));
    expect(clients.filter((file) => !ALWAYS.includes(file))).toEqual([]);
  });
});

/** The files with `'use client'` that a file reaches by its imports. */
function clientComponents(from: string): string[] {
  const seen = new Set<string>();
  const open = [from];
  for (let file = open.pop(); file; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (!isClient(file)) open.push(...importsOf(file));
  }
  return [...seen].filter(isClient).map((file) => path.relative(ROOT, file));
}

const isClient = (file: string) => readFileSync(file, 'utf8').startsWith("'use client'");

function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
  const options = {
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: { '@/*': ['./*'] },
    pathsBasePath: ROOT,
    jsx: ts.JsxEmit.ReactJSX,
  };
  return importedFiles.flatMap(({ fileName }) => {
    const found = ts.resolveModuleName(fileName, file, options, ts.sys).resolvedModule;
    const isOurs = found && !found.isExternalLibraryImport && found.extension.startsWith('.ts');
    return isOurs ? [found.resolvedFileName] : [];
  });
}
