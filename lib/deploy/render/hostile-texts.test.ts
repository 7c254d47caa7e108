import { parse } from '@cdktn/hcl2json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeployKnowledge } from '@/lib/deploy-tools';
import { detection, hostileText } from '../detection-fixture';
import type { Deployable, Renderer } from '../types';
import { type BicepData, parseBicep } from '../validate/bicep-syntax';
import { type HclData, parseHcl } from '../validate/hcl-syntax';
import { azapi } from './azapi';
import { bicep } from './bicep';
import { terraform } from './terraform';

const { limits } = readDeployKnowledge();

/** Texts within the limits, so that none of them is cut. */
const short = hostileText.map((text) => text.slice(0, 250).replace(/[\uD800-\uDBFF]$/, ''));
const composed = short.map((text) => text.normalize('NFC'));

const parts = (text: fc.Arbitrary<string>): fc.Arbitrary<Partial<Deployable>> =>
  fc.record({
    name: text,
    description: text,
    query: text.map((value) => `T\n| where a == 1\n${value}`.normalize('NFC')),
    alertTitle: text.map((value) => `a${value}`),
    customDetails: text.map((value) => [{ name: `n${value}`, column: `c${value}` }]),
    entities: text.map((value) => [
      { type: 'Host', fields: [{ identifier: 'FullName', column: `c${value}` }] },
    ]),
  });

type Plain = Readonly<Record<string, unknown>>;

function plain(value: HclData | BicepData): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || !('object' in value)) return value;
  return Object.fromEntries([...value.object].map(([key, one]) => [key, plain(one)]));
}

/** The rule's own file is the last. */
const textOf = (renderer: Renderer, deployable: Deployable) =>
  renderer(deployable).files.at(-1)?.text ?? '';

function expectProperties(properties: unknown, deployable: Deployable, query: string): void {
  const { name, description, alertTitle, customDetails, entities } = deployable;
  expect(properties).toMatchObject({
    displayName: name,
    description,
    query,
    alertDetailsOverride: { alertDisplayNameFormat: alertTitle },
    customDetails: Object.fromEntries(customDetails.map((one) => [one.name, one.column])),
    entityMappings: [{ fieldMappings: [{ columnName: entities[0]?.fields[0]?.column }] }],
  });
}

describe('hostile texts', () => {
  it('stay what they are in Bicep', () => {
    fc.assert(
      fc.property(parts(short), (some) => {
        const deployable = detection(some);
        const { resources } = parseBicep(textOf(bicep(limits), deployable));
        expect(resources.map(({ name }) => name)).toEqual(['law', 'rule']);
        const body = plain(resources[1]?.body ?? { object: new Map() }) as Plain;
        expect(Object.keys(body)).toEqual(['scope', 'name', 'kind', 'properties']);
        expectProperties(body.properties, deployable, deployable.header + deployable.query);
      }),
      { numRuns: 300 },
    );
  });

  it('stay what they are in azapi’s body', () => {
    fc.assert(
      fc.property(parts(composed), (some) => {
        const deployable = detection(some);
        const { blocks } = parseHcl(textOf(azapi(limits), deployable));
        expect(blocks).toHaveLength(1);
        const body = plain(blocks[0]?.attributes.get('body') ?? null) as Plain;
        expectProperties(body.properties, deployable, `${deployable.header}${deployable.query}\n`);
      }),
      { numRuns: 300 },
    );
  });

  it('stay what they are in azurerm’s arguments, for two parsers', async () => {
    await fc.assert(
      fc.asyncProperty(parts(composed), async (some) => {
        const deployable = detection(some);
        const text = textOf(terraform(limits), deployable);
        const [block] = parseHcl(text).blocks;
        const own = Object.fromEntries(
          ['display_name', 'description', 'query', 'custom_details'].map((name) => [
            name,
            plain(block?.attributes.get(name) ?? null),
          ]),
        );
        const { name, description, header, query, customDetails } = deployable;
        expect(own).toEqual({
          display_name: name,
          description: description === '' ? null : description,
          query: `${header}${query}\n`,
          custom_details: Object.fromEntries(customDetails.map((one) => [one.name, one.column])),
        });
        const { resource } = await parse('x.tf', text);
        const [theirs] = Object.values(
          resource.azurerm_sentinel_alert_rule_scheduled,
        )[0] as Plain[];
        for (const argument of ['display_name', 'description', 'query']) {
          const said = String(theirs?.[argument] ?? null).replace(/[$%](?=[$%]\{)/g, '');
          expect(said).toBe(String(own[argument]));
        }
      }),
      { numRuns: 200 },
    );
  });
});
