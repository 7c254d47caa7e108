import { parse } from '@cdktn/hcl2json';
import { describe, expect, it } from 'vitest';
import { readDeployKnowledge } from '@/lib/knowledge';
import { defenderDeployable, deployable } from '../deployable-fixture';
import type { Deployable } from '../types';
import { azapiRenderer } from './azapi';
import { terraformRenderer } from './terraform';

const { limits } = readDeployKnowledge();
const render = terraformRenderer(limits);
const codes = (parts: Partial<Deployable>) =>
  render(deployable(parts)).losses.map(({ code, effect }) => `${code} ${effect}`);

describe('terraformRenderer', () => {
  it('writes a module and a file that HashiCorp’s parser reads, with the rule disabled', async () => {
    const { files, losses } = render(deployable());
    expect(files.map(({ path }) => path)).toEqual([
      'terraform/module.tf',
      'terraform/0b6a4f0e-8d3c-5c7e-9f5b-2a1d3e4f5a6b.tf',
    ]);
    const parsed = await Promise.all(files.map(({ path, text }) => parse(path, text)));
    expect(parsed[0]).toMatchObject({ variable: { workspace_id: [{}] } });
    const rules = parsed[1]?.resource.azurerm_sentinel_alert_rule_scheduled;
    expect(Object.values(rules)[0]).toMatchObject([
      {
        enabled: false,
        query: `${deployable().header}${deployable().query}\n`,
        query_frequency: 'PT1H',
        tactics: ['Impact', 'DefenseEvasion'],
        techniques: ['T1490', 'T1070'],
        incident: [{ create_incident_enabled: true }],
        entity_mapping: [{ entity_type: 'Host' }, { entity_type: 'Account' }],
      },
    ]);
    expect(losses).toMatchObject([{ code: 'deploy/sub-techniques', format: 'terraform' }]);
  });

  it('has no file for a query of advanced hunting, and says what to do', () => {
    const { files, losses } = render(defenderDeployable());
    expect(files).toEqual([]);
    expect(losses[0]).toMatchObject({ code: 'deploy/wrong-target', effect: 'refused' });
  });

  it('drops the header of a query that has no room for it, and refuses a longer query', () => {
    expect(codes({ query: 'a'.repeat(9999) })).toContain('deploy/header-cut lost');
    expect(codes({ query: 'a'.repeat(10_000) })).toContain('deploy/query-too-long refused');
  });

  it('refuses a schedule that Sentinel does not run', () => {
    const reason = '';
    for (const [frequency, period] of [
      [1, 60],
      [60, 30],
      [30, 2880],
      [60, 20_161],
    ] as const) {
      expect(codes({ schedule: { frequency, period, reason } })).toContain(
        'deploy/schedule refused',
      );
    }
    expect(codes({ schedule: { frequency: 60, period: 20_160, reason } })).not.toContain(
      'deploy/schedule refused',
    );
  });

  it('keeps ten entities with three identifiers each, twenty custom details, and says what is lost', () => {
    const fields = ['a', 'b', 'c', 'd'].map((column) => ({ identifier: column, column }));
    const entities = Array.from({ length: 11 }, (_, at) => ({ type: `T${at}`, fields }));
    const customDetails = Array.from({ length: 21 }, (_, at) => ({ name: `n${at}`, column: 'c' }));
    const { files, losses } = render(deployable({ entities, customDetails }));
    const text = files[1]?.text ?? '';
    expect(text.match(/entity_mapping \{/g)).toHaveLength(10);
    expect(text.match(/field_mapping \{/g)).toHaveLength(30);
    expect(losses.find(({ code }) => code === 'deploy/entities-cut')?.message).toMatch(
      /T10, T0\.d/,
    );
    expect(losses.find(({ code }) => code === 'deploy/details-cut')?.message).toMatch(/n20\.$/);
  });

  it('cuts a long description before its credits, and between two characters', () => {
    const description = `${'🦊'.repeat(2500)}a\n\nAuthor: A. Author`;
    const { files, losses } = render(deployable({ description }));
    expect(files[1]?.text).toMatch(/🦊\\n\\nAuthor: A\. Author"\n/u);
    expect(losses.map(({ code }) => code)).toContain('deploy/description-cut');
  });

  it('calls alerts like the rule if their title shows more columns than Sentinel takes', () => {
    expect(codes({ alertTitle: '{{a}}{{b}}{{c}}{{d}}' })).toContain('deploy/title-cut lost');
    expect(codes({ alertTitle: '{{a}}{{a}}{{b}}{{c}}' })).not.toContain('deploy/title-cut lost');
  });

  it('refuses a query that Terraform would compose, and composes a name', () => {
    expect(codes({ query: 'T | where a == "e\u0301"' })).toContain('deploy/composed refused');
    expect(codes({ name: 'Cafe\u0301' })).toContain('deploy/composed changed');
  });
});

describe('azapiRenderer', () => {
  it('writes ARM’s own properties as an HCL object', async () => {
    const { files } = azapiRenderer(limits)(deployable());
    const parsed = await parse('a.tf', files[1]?.text ?? '');
    expect(Object.values(parsed.resource.azapi_resource)[0]).toMatchObject([
      {
        type: 'Microsoft.SecurityInsights/alertRules@2025-09-01',
        body: {
          kind: 'Scheduled',
          properties: { enabled: false, query: `${deployable().header}${deployable().query}\n` },
        },
      },
    ]);
  });
});
