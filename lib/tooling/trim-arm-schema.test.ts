import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contentJson } from '@/lib/content';
import { trimArmSchema } from './trim-arm-schema';

const FOLDER = fileURLToPath(new URL('../../../shared/reference/deploy/', import.meta.url));

describe('trimArmSchema', () => {
  it('keeps what rules refer to, without descriptions of definitions', () => {
    const text = { type: 'string', description: 'A text.' };
    const trimmed = trimArmSchema(
      {
        id: 'i',
        $schema: 's',
        definitions: {
          ScheduledAlertRule: { properties: { a: { $ref: '#/definitions/A' } } },
          A: { properties: { description: text, b: { $ref: 'https://example.org/b' } } },
          Other: text,
        },
      },
      'abc',
    );
    expect(trimmed).toMatchObject({
      $comment: expect.stringContaining('commit abc (MIT)'),
      id: 'i',
      $schema: 's',
      definitions: {
        A: { properties: { description: { type: 'string' }, b: {} } },
        ScheduledAlertRule: {},
      },
    });
    expect(JSON.stringify(trimmed)).not.toMatch(/Other|A text/);
  });

  for (const version of ['2025-09-01', '2025-07-01-preview']) {
    const path = `${FOLDER}arm-${version}.json`;
    it.skipIf(!existsSync(path))(
      `gives the schema of ${version} that is in content (skipped without ../shared/reference)`,
      () => {
        const whole = JSON.parse(readFileSync(path, 'utf8'));
        expect(contentJson(`deploy/schemas/alert-rules-${version}.json`)).toEqual(
          JSON.parse(JSON.stringify(trimArmSchema(whole, 'a14544311'))),
        );
      },
    );
  }
});
