import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const MODULES = path.join(/* turbopackIgnore: true */ process.cwd(), 'node_modules');
const FONTS = ['400', '600'].map((weight) =>
  path.join(MODULES, `@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff2`),
);

let loaded: Promise<Uint8Array[]> | undefined;

async function load(): Promise<Uint8Array[]> {
  await initWasm(readFile(path.join(MODULES, '@resvg/resvg-wasm/index_bg.wasm')));
  return Promise.all(FONTS.map((file) => readFile(file)));
}

/** A drawing as a PNG of this width, with the font of the pages. */
export async function drawPng(svg: string, width: number): Promise<Uint8Array<ArrayBuffer>> {
  loaded ??= load();
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { fontBuffers: await loaded, defaultFontFamily: 'Source Sans 3' },
  });
  const picture = drawing.render();
  const png = Uint8Array.from(picture.asPng());
  picture.free();
  drawing.free();
  return png;
}
