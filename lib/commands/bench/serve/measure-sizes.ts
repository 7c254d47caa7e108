import { brotliDecompressSync } from 'node:zlib';
import { largest } from '@/lib/long-lists';
import { type Cell, figure, type Table, type Target, under } from '@/lib/tooling/figures/report';
import { median } from '@/lib/tooling/figures/spread';
import { type Answer, get } from './get';
import { addressesOf, type Kind } from './pages';

const SAMPLES = 20;
const PAGE: Partial<Record<Kind, Target>> = { feed: under(20), coverage: under(45) };
const WHOLE: Partial<Record<Kind, string>> = { feed: '/', coverage: '/coverage' };
const WITH_SCRIPTS = ['feed', 'rule', 'technique', 'coverage'] as const;
const SCRIPTS = under(105);

/** The bytes that a browser with an empty cache gets, compressed. */
export async function measureSizes(databaseFile: string, port: number): Promise<Table[]> {
  const kinds = addressesOf(databaseFile, SAMPLES);
  const pages: Cell[][] = [];
  for (const [kind, addresses] of kinds) {
    const paths = WHOLE[kind] ? [WHOLE[kind]] : addresses;
    const sizes: number[] = [];
    for (const path of paths) sizes.push((await get(port, path)).body.length / 1000);
    const name = WHOLE[kind] ? `${kind}, \`${WHOLE[kind]}\`` : `${kind}, median of ${paths.length}`;
    pages.push([name, figure(median(sizes), 'KB', PAGE[kind]), figure(largest(sizes, 0), 'KB')]);
  }
  const files: Cell[][] = [];
  for (const kind of WITH_SCRIPTS) {
    const path = WHOLE[kind] ?? kinds.get(kind)?.[0];
    if (path) files.push([kind, ...(await filesOf(port, path))]);
  }
  return [
    { title: 'Sizes of answers', columns: ['answer', 'size', 'largest'], rows: pages },
    {
      title: 'Sizes of what a page loads',
      columns: ['page', 'JavaScript', 'CSS'],
      rows: files,
      notes: [
        'All sizes are compressed, 1 KB is 1,000 bytes. JavaScript is what the page itself names; what it fetches later, on use, is not in it.',
      ],
    },
  ];
}

async function filesOf(port: number, path: string): Promise<Cell[]> {
  const html = textOf(await get(port, path));
  const size = async (addresses: readonly string[]) => {
    let sum = 0;
    for (const address of addresses) sum += (await get(port, address)).body.length;
    return sum / 1000;
  };
  return [
    figure(await size(scriptsIn(html)), 'KB', SCRIPTS),
    figure(await size(stylesIn(html)), 'KB'),
  ];
}

function textOf({ body, encoding }: Answer): string {
  return (encoding === 'br' ? brotliDecompressSync(body) : body).toString('utf8');
}

/**
 * The addresses of the scripts that a page loads at once, with the modules that they import, and without those for
 * browsers that know no modules.
 */
export function scriptsIn(html: string): string[] {
  const tags = html.match(/<script\b[^>]*>/g) ?? [];
  const scripts = tags.filter((tag) => !/\bnomodule\b/i.test(tag)).map(attribute('src'));
  return unique([...scripts, ...linksIn(html, 'modulepreload')]);
}

/** The addresses of a page's style sheets. */
export function stylesIn(html: string): string[] {
  return unique(linksIn(html, 'stylesheet'));
}

function linksIn(html: string, rel: string): string[] {
  const tags = html.match(/<link\b[^>]*>/g) ?? [];
  return tags.filter((tag) => tag.includes(`rel="${rel}"`)).map(attribute('href'));
}

const attribute = (name: string) => (tag: string) =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&') ?? '';

const unique = (addresses: readonly string[]) => [...new Set(addresses)].filter(Boolean);
