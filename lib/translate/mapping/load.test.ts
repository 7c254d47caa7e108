import { describe, expect, it } from 'vitest';
import { readMappingTexts, readSchemas } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { checkMappings } from './check';
import { loadMappings, type MappingText } from './load';

const schemas = readSchemas();
const SOURCES: MappingText = {
  path: 'sources.yml',
  text: 'docs: { title: Docs, url: https://example.net/, found: true }\n',
};

function load(text: string, ...more: MappingText[]) {
  return loadMappings([SOURCES, { path: 'sentinel/x.yml', text }, ...more], schemas);
}

function messages(text: string, ...more: MappingText[]): string[] {
  return load(text, ...more).diagnostics.map(({ message }) => message);
}

const HEAD = 'logsources:\n  - { product: windows, service: x }\n';
const VARIANT = 'variants:\n  - table: Event\n    label: Events\n';

describe('a mapping file', () => {
  it('names file, line and field of an unknown column, and suggests the right case', () => {
    const text = `${HEAD}${VARIANT}    fields:\n      A: { column: eventid }\n`;
    const [diagnostic] = load(text).diagnostics;
    expect(diagnostic?.message).toContain('sentinel/x.yml:7 variants.0.fields.A.column');
    expect(diagnostic?.message).toContain("Event has no column 'eventid'");
    expect(diagnostic?.hint).toBe('Write EventID.');
  });

  it('refuses unknown tables, presets, rewrites and sources by name', () => {
    expect(messages(`${HEAD}variants:\n  - { table: Evnt, label: E }\n`)[0]).toContain("'Evnt'");
    expect(messages(`${HEAD}${VARIANT}    use: [nothing]\n`)[0]).toContain("'nothing'");
    const field = '    fields:\n      A: { column: EventLog, rewrite: [no], sources: [none] }\n';
    expect(messages(`${HEAD}${VARIANT}${field}`)).toEqual([
      expect.stringContaining("no rewrite is called 'no'"),
      expect.stringContaining("sources.yml has no 'none'"),
    ]);
  });

  it('refuses an entry that says in two ways where the field is', () => {
    const field = '    fields:\n      A: { column: EventLog, constant: x }\n';
    expect(messages(`${HEAD}${VARIANT}${field}`)[0]).toContain('exactly one of');
  });

  it('tells where it is no YAML', () => {
    expect(messages('logsources: [\n')[0]).toMatch(/^sentinel\/x\.yml:\d is not YAML/);
  });

  it('tells of a log source that is mapped twice', () => {
    const other = { path: 'sentinel/y.yml', text: `${HEAD}none: no table\n` };
    expect(messages(`${HEAD}none: no table\n`, other)[0]).toContain('already mapped');
  });

  it('leaves out only the file that is wrong', () => {
    const other = {
      path: 'sentinel/y.yml',
      text: 'logsources:\n  - { service: y }\nnone: no table\n',
    };
    const { mappings } = load(`${HEAD}variants: 3\n`, other);
    expect(mappings.all.map(({ path }) => path)).toEqual(['sentinel/y.yml']);
  });

  it('fills in parameters, and takes in presets with the variant winning', () => {
    const presets = {
      path: 'presets.yml',
      text: 'presets:\n  base:\n    table: Event\n    label: Base\n    where: EventID == 1\n    fields:\n      A: { column: Source }\n      B: { column: EventLog }\n',
    };
    const text =
      'logsources:\n  - { service: x, with: { channel: System } }\nvariants:\n  - use: [base]\n    label: Own\n    where: EventLog == "{channel}"\n    fields:\n      B: { none: gone }\n';
    const { mappings, diagnostics } = load(text, presets);
    expect(diagnostics).toEqual([]);
    const variant = mappings.all[0]?.variants[0];
    expect(variant?.label).toBe('Own');
    expect(variant?.where).toEqual(['EventID == 1', 'EventLog == "System"']);
    expect(variant?.field('A')?.kind).toBe('value');
    expect(variant?.field('B')?.kind).toBe('none');
    expect(variant?.field('C')).toBeNull();
  });

  it('reads members of a path, and no name that could end a literal', () => {
    const text = `${HEAD}variants:\n  - table: WindowsEvent\n    label: E\n    default: { path: EventData }\n`;
    const variant = load(text).mappings.all[0]?.variants[0];
    expect(variant?.field('a.b c')).toMatchObject({ text: "tostring(EventData.a['b c'])" });
    expect(variant?.field(`x'] | take 1 //`)).toBeNull();
  });

  it('changes the version with its text', () => {
    const one = load(`${HEAD}none: a\n`).mappings.version;
    expect(load(`${HEAD}none: b\n`).mappings.version).not.toBe(one);
  });
});

describe('content/mappings', () => {
  const { mappings, diagnostics } = loadMappings(readMappingTexts(), schemas);

  it('loads without a problem', () => {
    expect(diagnostics).toEqual([]);
  });

  it('binds: every filter and expression is read by Microsoft’s binder, and has the type it says', () => {
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
