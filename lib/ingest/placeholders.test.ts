import { afterAll, expect, it } from 'vitest';
import { readTranslation } from '../catalog/stored/translation';
import { makeFixture } from './sync-fixture';
import { readVersions } from './versions';

const fixture = makeFixture();
afterAll(() => fixture.remove());

const RULE = `title: Logon of an administrator
id: 5f0f5f0f-0000-4000-8000-000000000001
status: test
description: Detects a fixture.
author: Watchfloor
date: 2026-01-01
logsource: {product: windows, service: security}
detection:
    selection: {EventID: 4624, TargetUserName|expand: '%Admins%'}
    condition: selection
`;

const queries = () =>
  fixture.read(async (catalog) => {
    const rows = await catalog.translation.findMany({ where: { target: 'sentinel' } });
    return rows.map((row) => readTranslation(row).kql ?? '').join('\n');
  });

it('translates again when the values of placeholders change', async () => {
  fixture.put('rules/a.yml', RULE);
  await fixture.sync();
  expect(await queries()).toContain('let your_Admins = dynamic(["example-Admins"]);');
  const placeholders = { Admins: ['adm_*'] };
  const { outcome } = await fixture.sync({ placeholders });
  expect(outcome).not.toBe('unchanged');
  expect(await queries()).toContain('TargetUserName startswith "adm_"');
  expect(await fixture.sync({ placeholders })).toMatchObject({ outcome: 'unchanged' });
});

it('has the same version for the same values in another order', () => {
  const root = process.cwd();
  const { derive } = readVersions(root, { A: ['1'], B: ['2'] });
  expect(readVersions(root, { B: ['2'], A: ['1'] }).derive).toBe(derive);
  expect(readVersions(root, { A: ['1'], B: ['3'] }).derive).not.toBe(derive);
  expect(readVersions(root, {}).derive).toBe(readVersions(root).derive);
});
