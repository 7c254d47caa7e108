import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { PREVIEW_FONTS } from '@/components/rule/preview-image';

const FOLDER = path.join(/* turbopackIgnore: true */ process.cwd(), 'node_modules/@fontsource');

interface Font {
  readonly name: string;
  readonly data: Buffer;
}

let fonts: Promise<Font[]> | undefined;

/** The fonts of preview images, read once. They are those of the pages, in the form that can be drawn. */
export function previewFonts(): Promise<Font[]> {
  fonts ??= Promise.all([
    read(PREVIEW_FONTS.sans[0], 'source-sans-3', 'latin-600'),
    read(PREVIEW_FONTS.sans[1], 'source-sans-3', 'latin-ext-600'),
    read(PREVIEW_FONTS.mono[0], 'jetbrains-mono', 'latin-400'),
    read(PREVIEW_FONTS.mono[1], 'jetbrains-mono', 'latin-ext-400'),
  ]);
  return fonts;
}

async function read(name: string, family: string, part: string): Promise<Font> {
  const file = `${family}-${part}-normal.woff`;
  return { name, data: await readFile(path.join(FOLDER, family, 'files', file)) };
}
