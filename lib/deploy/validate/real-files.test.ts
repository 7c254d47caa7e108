import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { load } from 'js-yaml';
import { extract } from 'tar-stream';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RenderedFile, ValidationFinding } from '../types';
import { validate } from '.';

const FOLDER = fileURLToPath(new URL('../../../../shared/reference/deploy/', import.meta.url));
const AZURE_SENTINEL = `${FOLDER}azure-sentinel-rules.tar.gz`;
const SENTINEL_AS_CODE = `${FOLDER}sentinel-as-code-rules.tar.gz`;

async function readYamlFiles(archive: string): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  const entries = extract();
  createReadStream(archive).pipe(createGunzip()).pipe(entries);
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    if (!/\.ya?ml$/.test(entry.header.name)) continue;
    const text = Buffer.concat(chunks).toString('utf8');
    files.push({ path: entry.header.name.replace(/\.yml$/, '.yaml'), text });
  }
  return files;
}

function counted(findings: readonly ValidationFinding[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries(counts);
}

if (!existsSync(AZURE_SENTINEL) || !existsSync(SENTINEL_AS_CODE)) {
  describe('real files', () => {
    it.skip('are checked (the archives are not in ../shared/reference/deploy)', () => undefined);
  });
} else {
  describe('rules of Azure-Sentinel', () => {
    let files: RenderedFile[] = [];

    beforeAll(async () => {
      files = await readYamlFiles(AZURE_SENTINEL);
    });

    it('are valid, except those that only say where the rule has moved', () => {
      expect(files).toHaveLength(345);
      const moved = files.filter(({ text }) => text.includes('this file is moved'));
      expect(moved).toHaveLength(3);
      const rules = files.filter((file) => !moved.includes(file));
      const findings = rules.flatMap((file) =>
        validate('sentinel-yaml', [file]).map(({ code, place }) => `${file.path} ${code} ${place}`),
      );
      expect(findings).toEqual([]);
      for (const file of moved) expect(validate('sentinel-yaml', [file])).not.toEqual([]);
    });
  });

  describe('rules of Sentinel-As-Code', () => {
    let files: RenderedFile[] = [];
    const inFolder = (name: string) =>
      files.filter(({ path }) => path.includes(`/Content/${name}/`));

    beforeAll(async () => {
      files = await readYamlFiles(SENTINEL_AS_CODE);
    });

    it('are custom detections of the shape that Graph removed in October 2026', () => {
      const detections = inFolder('DefenderCustomDetections');
      expect(detections).toHaveLength(33);
      for (const { path, text } of detections) {
        const body = { path: 'detection.json', text: JSON.stringify(load(text)) };
        const removed = validate('defender-json', [body]).filter(
          ({ code }) => code === 'validate/removed',
        );
        expect(
          removed.map(({ place }) => place),
          path,
        ).toEqual(expect.arrayContaining(['isEnabled', 'detectionAction.alertTemplate.category']));
      }
    });

    it('are analytics rules with ISO durations, which Azure-Sentinel’s tests do not read', () => {
      const rules = inFolder('AnalyticalRules');
      const findings = rules.flatMap((file) => validate('sentinel-yaml', [file]));
      expect({ files: rules.length, ...counted(findings) }).toMatchInlineSnapshot(`
        {
          "files": 199,
          "validate/ascii": 73,
          "validate/duration": 354,
          "validate/kind": 23,
          "validate/legacy-column": 1,
          "validate/shape": 23,
        }
      `);
    });

    it('are hunting queries, valid except for characters beyond ASCII', () => {
      const queries = inFolder('HuntingQueries');
      const findings = queries.flatMap((file) => validate('hunting', [file]));
      expect({ files: queries.length, ...counted(findings) }).toMatchInlineSnapshot(`
        {
          "files": 65,
          "validate/ascii": 6,
        }
      `);
    });
  });
}
