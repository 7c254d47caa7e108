import { parse } from '@cdktn/hcl2json';
import { describe, expect, it } from 'vitest';
import { readDeployKnowledge } from '@/lib/deploy-tools';
import { defenderDetection, detection } from '../detection-fixture';
import type { Deployable } from '../types';
import { azapi } from './azapi';
import { terraform } from './terraform';

const { limits } = readDeployKnowledge();
const render = terraform(limits);
const codes = (parts: Partial<Deployable>) =>
  render(detection(parts)).losses.map(({ code, effect }) => `${code} ${effect}`);

describe('terraform', () => {
  it('writes a module and a file that HashiCorp’s parser reads, with the rule disabled', async () => {
    const { files, losses } = render(detection());
    expect(files.map(({ path }) => path)).toEqual([
      'azurerm.tf',
      '0b6a4f0e-8d3c-5c7e-9f5b-2a1d3e4f5a6b.tf',
    ]);
    const parsed = await Promise.all(files.map(({ path, text }) => parse(path, text)));
    expect(parsed[0]).toMatchObject({ variable: { workspace_id: [{}] } });
    const rules = parsed[1]?.resource.azurerm_sentinel_alert_rule_scheduled;
    expect(Object.values(rules)[0]).toMatchObject([
      {
        enabled: false,
        query: `${detection().header}${detection().query}\n`,
        query_frequency: 'PT1H',
        tactics: ['Impact', 'DefenseEvasion'],
        techniques: ['T1490', 'T1070'],
        incident: [
          {
            create_incident_enabled: true,
            grouping: [
              { enabled: true, entity_matching_method: 'Selected', by_entities: ['Host'] },
            ],
          },
        ],
        entity_mapping: [{ entity_type: 'Host' }, { entity_type: 'Account' }],
      },
    ]);
    expect(losses).toMatchObject([{ code: 'deploy/sub-techniques' }]);
  });

  it('groups alerts of an address by its host, too', () => {
    const entities = ['IP', 'Host', 'IP'].map((type) => ({ type, fields: [] }));
    const text = render(detection({ entities })).files[1]?.text ?? '';
    expect(text).toMatch(/by_entities = \[\s*"IP",\s*"Host",?\s*\]/);
  });

  it('groups no alerts of a rule without entities', () => {
    const text = render(detection({ entities: [] })).files[1]?.text ?? '';
    expect(text).toMatch(/grouping \{\s+enabled = false/);
    expect(text).not.toContain('by_entities');
  });

  it('has no file for a query of advanced hunting, and says what to do', () => {
    const { files, losses } = render(defenderDetection());
    expect(files).toEqual([]);
    expect(losses[0]).toMatchObject({ code: 'deploy/wrong-target', effect: 'refused' });
  });

  it('refuses a query that is too long', () => {
    expect(codes({ query: 'a'.repeat(10_000) })).toEqual(['deploy/query-too-long refused']);
  });

  it('says which entities are lost', () => {
    const fields = [{ identifier: 'Address', column: 'LocalIP' }];
    const entities = Array.from({ length: 11 }, () => ({ type: 'IP', fields }));
    const { files } = render(detection({ entities }));
    expect(files[1]?.text.match(/entity_mapping \{/g)).toHaveLength(10);
    expect(codes({ entities })).toContain('deploy/entities-cut lost');
  });

  it('refuses a query that Terraform would compose, and composes a name', () => {
    expect(codes({ query: 'T | where a == "e\u0301"' })).toContain('deploy/composed refused');
    expect(codes({ name: 'Cafe\u0301' })).toContain('deploy/composed changed');
  });
});

describe('azapi', () => {
  it('writes ARM’s own properties as an HCL object', async () => {
    const { files } = azapi(limits)(detection());
    const parsed = await parse('a.tf', files[1]?.text ?? '');
    expect(Object.values(parsed.resource.azapi_resource)[0]).toMatchObject([
      {
        type: 'Microsoft.SecurityInsights/alertRules@2025-09-01',
        body: {
          kind: 'Scheduled',
          properties: { enabled: false, query: `${detection().header}${detection().query}\n` },
        },
      },
    ]);
  });
});
