import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CONTENT_KINDS, editorSettings, schemaFiles } from './json-schemas';

const ROOT = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('content/json-schemas', () => {
  it.each(schemaFiles())('$path is what npm run schemas writes', ({ path, text: fresh }) => {
    expect(JSON.parse(text(path))).toEqual(JSON.parse(fresh));
  });

  it('has no schema that nothing generates', () => {
    const generated = CONTENT_KINDS.map(({ kind }) => `${kind}.json`);
    expect(readdirSync(join(ROOT, 'content/json-schemas')).sort()).toEqual(generated.sort());
  });

  it('is what .vscode/settings.json maps the files to', () => {
    const settings = text('.vscode/settings.json');
    expect(JSON.parse(editorSettings(settings))).toEqual(JSON.parse(settings));
  });

  it('describes every key of a field, for editors to show', () => {
    const { definitions } = JSON.parse(text('content/json-schemas/mapping.json'));
    const keys: Record<string, { description?: string }> = definitions.field.anyOf[1].properties;
    const undescribed = Object.entries(keys).filter(([, key]) => !key.description);
    expect(undescribed).toEqual([]);
    expect(Object.keys(keys)).toContain('rewrite');
  });

  it('accepts what the loaders accept', () => {
    for (const [kind, path] of [
      ['mapping', 'content/mappings/sentinel/azure-signinlogs.yml'],
      ['presets', 'content/mappings/presets.yml'],
      ['sources', 'content/mappings/sources.yml'],
      ['log-source', 'content/log-sources/windows-sysmon.yml'],
      ['log-source', 'content/log-sources/azure.yml'],
      ['field-names', 'content/log-sources/fields.yml'],
      ['connector', 'content/connectors/Syslog.yml'],
      ['connector', 'content/connectors/AuditLogs.yml'],
      ['connector-presets', 'content/connectors/presets.yml'],
      ['connector-values', 'content/connectors/values.yml'],
      ['advice', 'content/knowledge/advice/windows-security.yml'],
      ['program', 'content/knowledge/programs/powershell.yml'],
    ]) {
      const schema = z.fromJSONSchema(JSON.parse(text(`content/json-schemas/${kind}.json`)));
      const data = load(text(path ?? ''));
      expect(schema.safeParse(data).error?.issues ?? []).toEqual([]);
      expect(schema.safeParse({ ...(data as object), unknown: 1 }).success).toBe(false);
    }
  });
});
