import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/*
 * The only code that reads the `content/` folder. It hands out text and JSON; the parts that own a
 * kind of content check and interpret it.
 */

/** The repository's `content/` folder. Every command runs from the repository's root. */
export const CONTENT = join(/* turbopackIgnore: true */ process.cwd(), 'content');

/** A text file of `content/`, with its path below the folder that was asked for. */
export interface ContentText {
  readonly path: string;
  readonly text: string;
}

/**
 * The YAML files directly in `content/<folder>`, or with `recursive` also in every folder below it, sorted
 * by path. `contentTexts('mappings/sentinel')` gives `[{ path: 'antivirus.yml', text: '…' }, …]`.
 */
export function contentTexts(
  folder: string,
  { content = CONTENT, recursive = false }: { content?: string; recursive?: boolean } = {},
): ContentText[] {
  const root = join(content, folder);
  return readdirSync(root, { recursive, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yml'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The text of one file, by its path below `content/`. */
export function contentText(path: string, content: string = CONTENT): string {
  return readFileSync(join(content, path), 'utf8');
}

/** The same; null if there is no such file. */
export function contentTextIfAny(path: string, content: string = CONTENT): string | null {
  return existsSync(join(content, path)) ? contentText(path, content) : null;
}

/** One JSON file, parsed, by its path below `content/`. */
export function contentJson(path: string, content: string = CONTENT): unknown {
  return JSON.parse(contentText(path, content));
}
