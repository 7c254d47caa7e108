import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readMappingTexts } from '@/lib/knowledge';
import { mappingFile, presetsFile, type WrittenPart } from './file-schema';

const files = readMappingTexts().filter(
  ({ path }) => path !== 'sources.yml' && path !== 'results.yml',
);

/** The presets and variants of a file, by where they are. */
function partsOf(path: string, text: string): Map<string, WrittenPart> {
  const read = path.endsWith('presets.yml')
    ? { variants: [], ...presetsFile.parse(load(text)) }
    : mappingFile.parse(load(text));
  return new Map([
    ...Object.entries(read.presets ?? {}),
    ...(read.variants ?? []).map((variant, at) => [`variants.${at}`, variant] as const),
  ]);
}

function entriesOf({ fields, default: byDefault, keywords }: WrittenPart) {
  return Object.entries({
    ...fields,
    ...(byDefault && { default: byDefault }),
    ...(keywords && { keywords }),
  });
}

/** Blocks of more than two lines below a key at the indent of fields, keywords and default. */
function longBlocksIn(text: string): string[] {
  const blocks: string[][] = [];
  for (const line of text.split('\n')) {
    const indent = line.search(/\S/);
    if (indent === 4 || indent === 6) blocks.push([]);
    if (indent > 6 && !line.trimStart().startsWith('#')) blocks.at(-1)?.push(line);
  }
  return blocks.filter((lines) => lines.length > 2).map((lines) => lines.join('\n'));
}

describe('content/mappings', () => {
  it('has no field block of more than two lines twice in one file', () => {
    const twice = files.flatMap(({ path, text }) => {
      const blocks = longBlocksIn(text);
      return blocks.filter((one, at) => blocks.indexOf(one) < at).map((one) => `${path}\n${one}`);
    });
    expect(twice).toEqual([]);
  });

  it('has no two fields of one preset or variant with the same entry', () => {
    const twice = files.flatMap(({ path, text }) =>
      [...partsOf(path, text)].flatMap(([place, part]) => {
        const entries = Object.entries(part.fields ?? {});
        const written = entries.map(([, entry]) => JSON.stringify(entry));
        return entries
          .filter((_, at) => written.indexOf(written[at] ?? '') < at)
          .map(([name]) => `${path} ${place} ${name}`);
      }),
    );
    expect(twice).toEqual([]);
  });

  it('has no entry that repeats the sources it inherits', () => {
    const repeated = files.flatMap(({ path, text }) =>
      [...partsOf(path, text)].flatMap(([place, part]) => {
        const inherited = part.fieldSources ?? part.sources;
        return entriesOf(part)
          .filter(([, { sources }]) => sources && sources.join() === inherited?.join())
          .map(([name]) => `${path} ${place} ${name}`);
      }),
    );
    expect(repeated).toEqual([]);
  });

  it('writes an entry that is only a column as the name of the column', () => {
    const long = files.flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => /: \{ column: [^,]+ \}$/.test(line))
        .map((line) => `${path} ${line.trim()}`),
    );
    expect(long).toEqual([]);
  });
});
