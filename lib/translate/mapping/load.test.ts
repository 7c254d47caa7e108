import { describe, expect, it } from 'vitest';
import { readMappingTexts, readSchemas } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import type { YamlFile } from '@/lib/yaml-file';
import { checkMappings } from './check';
import { loadMappings } from './load';

const schemas = readSchemas();
const SOURCES: YamlFile = {
  path: 'sources.yml',
  text: 'docs: { title: Docs, url: https://example.net/, found: true }\n',
};

function load(text: string, ...more: YamlFile[]) {
  return loadMappings([SOURCES, { path: 'sentinel/x.yml', text }, ...more], schemas);
}

function messages(text: string, ...more: YamlFile[]): string[] {
  return load(text, ...more).problems.map(({ message }) => message);
}

const HEAD = 'logsources:\n  - { product: windows, service: x }\n';
const VARIANT = 'variants:\n  - table: Event\n    label: Events\n';

describe('a mapping file', () => {
  it('names file, line and field of an unknown column, and suggests the right case', () => {
    const text = `${HEAD}${VARIANT}    fields:\n      A: { column: eventid }\n`;
    const [problem] = load(text).problems;
    expect(problem?.message).toContain('sentinel/x.yml:7 variants.0.fields.A.column');
    expect(problem?.message).toContain("Event has no column 'eventid'");
    expect(problem?.hint).toBe('Write EventID.');
  });

  it('refuses unknown tables, presets, rewrites and sources by name', () => {
    expect(messages(`${HEAD}variants:\n  - { table: Evnt, label: E }\n`)[0]).toContain("'Evnt'");
    expect(messages(`${HEAD}${VARIANT}    use: [nothing]\n`)[0]).toContain("'nothing'");
    const field = '    fields:\n      A: { column: EventLog, rewrite: [no], sources: [none] }\n';
    expect(messages(`${HEAD}${VARIANT}${field}`)).toEqual([
      expect.stringContaining("there is no rewrite named 'no'"),
      expect.stringContaining("sources.yml has no 'none'"),
    ]);
  });

  it('refuses a table that is no longer current without its date, reason and source', () => {
    const short = '    currency: { state: retired, note: gone, source: docs }\n';
    expect(messages(`${HEAD}${VARIANT}${short}`)[0]).toContain('a retired table needs since');
    const written = (source: string, since: string): string =>
      `    currency: { state: legacy, since: "${since}", note: old, source: ${source} }\n`;
    expect(messages(`${HEAD}${VARIANT}${written('none', '2026-09-14')}`)[0]).toContain(
      "sources.yml has no 'none'",
    );
    expect(messages(`${HEAD}${VARIANT}${written('docs', '14 September')}`)[0]).toContain('since');
    const [mapping] = load(`${HEAD}${VARIANT}${written('docs', '2026-09-14')}`).mappings.all;
    expect(mapping?.variants[0]?.outdated).toMatchObject({ state: 'legacy', since: '2026-09-14' });
  });

  it('refuses an entry that locates the field in two ways', () => {
    const field = '    fields:\n      A: { column: EventLog, constant: x }\n';
    expect(messages(`${HEAD}${VARIANT}${field}`)[0]).toContain('exactly one of');
  });

  it('reports the position of a YAML error', () => {
    expect(messages('logsources: [\n')[0]).toMatch(/^sentinel\/x\.yml:\d is not YAML/);
  });

  it('reports a log source that is mapped twice', () => {
    const other = { path: 'sentinel/y.yml', text: `${HEAD}none: no table\n` };
    expect(messages(`${HEAD}none: no table\n`, other)[0]).toContain('already mapped');
  });

  it('reports a table that only one of several log sources lacks', () => {
    const logsources =
      'logsources:\n  - { service: x, with: { table: Event } }\n  - { service: y, with: { table: Evnt } }\n';
    expect(messages(`${logsources}variants:\n  - { table: '{table}', label: E }\n`)).toEqual([
      expect.stringContaining("no schema has a table 'Evnt'"),
    ]);
  });

  it('leaves out only the faulty file', () => {
    const other = {
      path: 'sentinel/y.yml',
      text: 'logsources:\n  - { service: y }\nnone: no table\n',
    };
    const { mappings } = load(`${HEAD}variants: 3\n`, other);
    expect(mappings.all.map(({ path }) => path)).toEqual(['sentinel/y.yml']);
  });

  it('fills in parameters, and merges presets below the entries of the variant', () => {
    const presets = {
      path: 'presets.yml',
      text: 'presets:\n  base:\n    table: Event\n    label: Base\n    where: EventID == 1\n    fields:\n      A: { column: Source }\n      B: { column: EventLog }\n',
    };
    const text =
      'logsources:\n  - { service: x, with: { channel: System } }\nvariants:\n  - use: [base]\n    label: Own\n    where: EventLog == "{channel}"\n    fields:\n      B: { none: gone }\n';
    const { mappings, problems } = load(text, presets);
    expect(problems).toEqual([]);
    const variant = mappings.all[0]?.variants[0];
    expect(variant?.label).toBe('Own');
    expect(variant?.where).toEqual(['EventID == 1', 'EventLog == "System"']);
    expect(variant?.field('A')?.kind).toBe('value');
    expect(variant?.field('B')?.kind).toBe('none');
    expect(variant?.field('C')).toBeNull();
  });

  it('accepts members of a path, and refuses a name that could end a literal', () => {
    const text = `${HEAD}variants:\n  - table: WindowsEvent\n    label: E\n    default: { path: EventData }\n`;
    const variant = load(text).mappings.all[0]?.variants[0];
    expect(variant?.field('a.b c')).toMatchObject({ text: "tostring(EventData.a['b c'])" });
    expect(variant?.field(`x'] | take 1 //`)).toBeNull();
  });

  it('changes the version when its text changes', () => {
    const one = load(`${HEAD}none: a\n`).mappings.version;
    expect(load(`${HEAD}none: b\n`).mappings.version).not.toBe(one);
  });
});

describe('fields', () => {
  const fieldOf = (text: string, name: string) =>
    load(text).mappings.all[0]?.variants[0]?.field(name) ?? null;
  const ids = (text: string, name: string) => fieldOf(text, name)?.sources.map(({ id }) => id);

  it('can be just the name of a column', () => {
    const text = `${HEAD}${VARIANT}    fields:\n      A: EventLog\n`;
    expect(fieldOf(text, 'A')).toMatchObject({ kind: 'value', text: 'EventLog', quality: 'exact' });
  });

  it('share an entry when their names are separated by commas', () => {
    const text = `${HEAD}${VARIANT}    fields:\n      A, a.b, C*: EventLog\n`;
    for (const name of ['A', 'a.b', 'Cx']) {
      expect(fieldOf(text, name)).toMatchObject({ text: 'EventLog' });
    }
  });

  it('have one entry each, and a name on both sides of a comma', () => {
    const fields = '    fields:\n      A, B: EventLog\n      B, C: Source\n      D,: Source\n';
    expect(messages(`${HEAD}${VARIANT}${fields}`)).toEqual([
      expect.stringContaining('B already has an entry'),
      expect.stringContaining('a comma without a field name'),
    ]);
  });

  it('take the sources of their variant, or its fieldSources, unless they have their own', () => {
    const two = {
      path: 'sources.yml',
      text: `${SOURCES.text}own: { title: O, url: null, found: false }\n`,
    };
    const rest =
      '    fields:\n      A: EventLog\n      B: { column: Source, sources: [own] }\n    keywords: { expression: EventData }\n';
    const byVariant = `${HEAD}${VARIANT}    sources: [docs]\n${rest}`;
    const byFields = `${HEAD}${VARIANT}    sources: [docs]\n    fieldSources: [own]\n${rest}`;
    const idsOf = (text: string) => {
      const { mappings } = loadMappings([two, { path: 'sentinel/x.yml', text }], schemas);
      const variant = mappings.all[0]?.variants[0];
      return [variant, variant?.field('A'), variant?.field('B'), variant?.keywords].map((one) =>
        one?.sources.map(({ id }) => id),
      );
    };
    expect(idsOf(byVariant)).toEqual([['docs'], ['docs'], ['own'], ['docs']]);
    expect(idsOf(byFields)).toEqual([['docs'], ['own'], ['own'], ['own']]);
  });

  it('of a preset take the sources of the preset, not those of the variant', () => {
    const preset = 'presets:\n  base:\n    fieldSources: [docs]\n    fields:\n      A: EventLog\n';
    const text = `${HEAD}${preset}${VARIANT}    use: [base]\n    fields:\n      B: Source\n`;
    expect(ids(text, 'A')).toEqual(['docs']);
    expect(ids(text, 'B')).toEqual([]);
    expect(load(text).mappings.all[0]?.variants[0]?.sources).toEqual([]);
  });

  it('of a preset without sources take those of the variant that uses it', () => {
    const preset = 'presets:\n  base:\n    fields:\n      A: EventLog\n';
    const text = `${HEAD}${preset}${VARIANT}    use: [base]\n    sources: [docs]\n`;
    expect(ids(text, 'A')).toEqual(['docs']);
  });

  it('of a preset use the parameters of the variant', () => {
    const preset =
      'presets:\n  base:\n    with: { at: Source }\n    fields:\n      A: "{at}"\n      B: { when: { x: \'{at} == "x"\' } }\n';
    const text = `${HEAD}${preset}${VARIANT}    use: [base]\n    with: { at: EventLog }\n`;
    expect(fieldOf(text, 'A')).toMatchObject({ text: 'EventLog', isColumn: true });
    expect(fieldOf(text, 'B')).toMatchObject({ predicates: new Map([['x', 'EventLog == "x"']]) });
  });

  it('are refused with the line of the key that is wrong', () => {
    const text = `${HEAD}${VARIANT}    fields:\n      A:\n        column: EventLog\n        colour: red\n`;
    expect(messages(text)).toEqual([
      expect.stringContaining('sentinel/x.yml:9 variants.0.fields.A.colour'),
    ]);
  });
});

describe('presets of a file', () => {
  const own = 'presets:\n  base:\n    label: Own\n    fields:\n      A: EventLog\n';
  const variants = 'variants:\n  - table: Event\n    use: [base]\n';
  const shared = (path: string, label: string) => ({
    path,
    text: `presets:\n  base:\n    label: ${label}\n    fields:\n      A: Source\n`,
  });

  it('win over those of the target, which win over those of all targets', () => {
    const all = shared('presets.yml', 'All');
    const target = shared('sentinel/presets.yml', 'Target');
    const labelWith = (text: string, ...more: YamlFile[]) =>
      load(text, ...more).mappings.all[0]?.variants[0]?.label;
    expect(labelWith(HEAD + own + variants, all, target)).toBe('Own');
    expect(labelWith(HEAD + variants, target, all)).toBe('Target');
    expect(labelWith(HEAD + variants, all)).toBe('All');
  });

  it('are refused if nothing uses them', () => {
    expect(messages(`${HEAD}${own}${VARIANT}`)).toEqual([
      expect.stringContaining(
        "sentinel/x.yml:4 presets.base: nothing in this file uses preset 'base'",
      ),
    ]);
  });

  it('are refused if they use themselves', () => {
    const circle = 'presets:\n  a: { use: [b] }\n  b: { use: [a] }\n';
    expect(messages(`${HEAD}${circle}${VARIANT}    use: [a]\n`)).toEqual([
      expect.stringContaining("preset 'a' uses itself"),
    ]);
  });

  it('have their problems reported once, on their own line', () => {
    const bad = own.replace('EventLog', 'Eventlog');
    const twice = `${variants}  - table: Event\n    use: [base]\n`;
    expect(messages(HEAD + bad + twice)).toEqual([
      expect.stringContaining('sentinel/x.yml:7 presets.base.fields.A.column'),
    ]);
  });
});

describe('content/mappings', () => {
  const { mappings, problems } = loadMappings(readMappingTexts(), schemas);

  it('loads without a problem', () => {
    expect(problems).toEqual([]);
  });

  it('has filters and expressions that Microsoft’s binder accepts, with the declared types', () => {
    expect(checkMappings(mappings, createChecker(schemas)).map(({ message }) => message)).toEqual(
      [],
    );
  });

  it('says where each decision is documented', () => {
    const bare = mappings.all.flatMap(({ path, variants }) =>
      variants.flatMap(({ named, label }) =>
        [...named].flatMap(([name, { sources }]) =>
          sources.length === 0 ? [`${path} ${label} ${name}`] : [],
        ),
      ),
    );
    expect(bare).toEqual([]);
  });
});

describe('checkMappings', () => {
  it('names the entry whose expression does not bind, or has another type', () => {
    const text = `${HEAD}${VARIANT}    where: EventId == 1\n    fields:\n      A: { expression: nothing(EventLog) }\n`;
    const checker = createChecker(schemas);
    const found = checkMappings(load(text).mappings, checker).map(({ message }) => message);
    expect(found).toEqual([
      expect.stringContaining('sentinel/x.yml Events, where: '),
      expect.stringContaining('sentinel/x.yml Events, field A: '),
    ]);
    const typed = `${HEAD}${VARIANT}    fields:\n      A: { expression: strlen(EventLog) }\n`;
    expect(checkMappings(load(typed).mappings, checker).map(({ message }) => message)).toEqual([
      expect.stringContaining('field A: is of type long, not string'),
    ]);
  });
});
