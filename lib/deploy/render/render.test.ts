import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { deployableOf, FACTS, knowledge } from '../made-deployable-fixture';
import { DEPLOY_FORMATS, type Deployable, type DeployFormat } from '../types';
import { createRenderers, render } from '.';
import { isAscii } from './ascii';
import { sentinelYaml } from './sentinel-yaml';

const { limits } = knowledge;
const renderers = createRenderers(knowledge);
const FORMATS = ['sentinel-yaml', 'arm', 'hunting', 'kql'] as const;

function rendered(format: DeployFormat, deployable: Deployable) {
  const { files, losses } = render(renderers, format, deployable);
  return { texts: files.map(({ text }) => text), losses };
}

/** The only file of a format, read. */
function read(format: 'sentinel-yaml' | 'arm', deployable: Deployable) {
  const [text = ''] = rendered(format, deployable).texts;
  if (format === 'sentinel-yaml') return load(text) as Record<string, unknown>;
  return JSON.parse(text).resources[0].properties as Record<string, unknown>;
}

/** What ARM reads of a string. */
const unescaped = (text: unknown) => {
  const written = String(text);
  expect(/^\[(?!\[)[\s\S]*\]$/.test(written), 'an expression of ARM').toBe(false);
  return /^\[\[[\s\S]*\]$/.test(written) ? written.slice(1) : written;
};

const codes = (format: DeployFormat, deployable: Deployable) =>
  rendered(format, deployable).losses.map(({ code, effect }) => `${effect} ${code}`);

const HOSTILE = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform would read it as a template
  '${env:PATH} %{if x}',
  "'''",
  "[concat('a')]",
  '[[x]]',
  '{{Column}}',
  '"quoted" \'single\' `tick`',
  'line\nline',
  'line\r\nline\r',
  'tab\there',
  'trailing space ',
  ' leading space',
  '– “x” é 日本 😀',
  '# comment: - list',
  '--- \n... \n%TAG',
  '| > & * ! %',
  'null',
  '0x1F',
  '\\u0041 \\n',
  'x'.repeat(9000),
];
const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'grapheme' }));

describe('render', () => {
  it('writes an analytics rule as Azure-Sentinel does, keys in its order', () => {
    expect(rendered('sentinel-yaml', deployableOf()).texts).toMatchInlineSnapshot(`
      [
        "id: aa296f6d-28bd-5006-8f00-099ffe299efd
      name: Shadow Copies Deleted
      description: |
        Detects the deletion of shadow copies.

        Author: A. Writer
        Licence: Detection Rule License 1.1 (https://example.org/licence)
        Source: https://github.com/SigmaHQ/sigma/blob/main/rules/x.yml (Sigma rule 11111111-2222-4333-8444-555555555555, translated to KQL by Watchfloor, query d16b051cb08b)
      severity: High
      status: Available
      requiredDataConnectors:
        - connectorId: SecurityEvents
          dataTypes:
            - SecurityEvent
        - connectorId: WindowsSecurityEvents
          dataTypes:
            - SecurityEvent
      queryFrequency: 1h
      queryPeriod: 75m
      triggerOperator: gt
      triggerThreshold: 0
      tactics:
        - Impact
      relevantTechniques:
        - T1490
      query: |
        // Shadow Copies Deleted
        // Author: A. Writer
        // Licence: Detection Rule License 1.1
        // Source: https://github.com/SigmaHQ/sigma/blob/main/rules/x.yml (Sigma rule 11111111-2222-4333-8444-555555555555, translated to KQL by Watchfloor)
        SecurityEvent
        | where EventID == 4688 and CommandLine contains "shadowcopy"
        // Columns for the entities
        | extend
            EntityHostName = tostring(split(Computer, '.')[0]),
            EntityDnsDomain = iff(Computer contains '.', substring(Computer, indexof(Computer, '.') + 1), ''),
            EntityName = SubjectUserName,
            EntityNTDomain = SubjectDomainName,
            EntitySid = SubjectUserSid,
            EntityIsProcess = EventID in (4688)
        | extend
            EntityProcessId = iff(EntityIsProcess, NewProcessId, ProcessId)
      entityMappings:
        - entityType: Host
          fieldMappings:
            - identifier: FullName
              columnName: Computer
            - identifier: HostName
              columnName: EntityHostName
            - identifier: DnsDomain
              columnName: EntityDnsDomain
        - entityType: Account
          fieldMappings:
            - identifier: Name
              columnName: EntityName
            - identifier: NTDomain
              columnName: EntityNTDomain
            - identifier: Sid
              columnName: EntitySid
        - entityType: Process
          fieldMappings:
            - identifier: ProcessId
              columnName: EntityProcessId
            - identifier: CommandLine
              columnName: CommandLine
      customDetails:
        EventID: EventID
        Activity: Activity
        CommandLine: CommandLine
        ParentImage: ParentProcessName
      alertDetailsOverride:
        alertDisplayNameFormat: Shadow Copies Deleted on {{Computer}}
      eventGroupingSettings:
        aggregationKind: AlertPerResult
      incidentConfiguration:
        createIncident: true
        groupingConfiguration:
          enabled: true
          reopenClosedIncident: false
          lookbackDuration: 5h
          matchingMethod: Selected
          groupByEntities:
            - Host
          groupByAlertDetails: []
          groupByCustomDetails: []
      version: 1.0.2
      kind: Scheduled
      tags:
        - Sigma
        - 11111111-2222-4333-8444-555555555555
      ",
      ]
    `);
  });

  it('writes an ARM template whose rule is disabled', () => {
    const { texts, losses } = rendered('arm', deployableOf());
    expect(JSON.parse(texts[0] ?? '')).toMatchInlineSnapshot(`
      {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {
          "workspace": {
            "type": "String",
          },
        },
        "resources": [
          {
            "apiVersion": "2025-09-01",
            "id": "[concat(resourceId('Microsoft.OperationalInsights/workspaces/providers', parameters('workspace'), 'Microsoft.SecurityInsights'),'/alertRules/aa296f6d-28bd-5006-8f00-099ffe299efd')]",
            "kind": "Scheduled",
            "name": "[concat(parameters('workspace'),'/Microsoft.SecurityInsights/aa296f6d-28bd-5006-8f00-099ffe299efd')]",
            "properties": {
              "alertDetailsOverride": {
                "alertDisplayNameFormat": "Shadow Copies Deleted on {{Computer}}",
              },
              "customDetails": {
                "Activity": "Activity",
                "CommandLine": "CommandLine",
                "EventID": "EventID",
                "ParentImage": "ParentProcessName",
              },
              "description": "Detects the deletion of shadow copies.

      Author: A. Writer
      Licence: Detection Rule License 1.1 (https://example.org/licence)
      Source: https://github.com/SigmaHQ/sigma/blob/main/rules/x.yml (Sigma rule 11111111-2222-4333-8444-555555555555, translated to KQL by Watchfloor, query d16b051cb08b)",
              "displayName": "Shadow Copies Deleted",
              "enabled": false,
              "entityMappings": [
                {
                  "entityType": "Host",
                  "fieldMappings": [
                    {
                      "columnName": "Computer",
                      "identifier": "FullName",
                    },
                    {
                      "columnName": "EntityHostName",
                      "identifier": "HostName",
                    },
                    {
                      "columnName": "EntityDnsDomain",
                      "identifier": "DnsDomain",
                    },
                  ],
                },
                {
                  "entityType": "Account",
                  "fieldMappings": [
                    {
                      "columnName": "EntityName",
                      "identifier": "Name",
                    },
                    {
                      "columnName": "EntityNTDomain",
                      "identifier": "NTDomain",
                    },
                    {
                      "columnName": "EntitySid",
                      "identifier": "Sid",
                    },
                  ],
                },
                {
                  "entityType": "Process",
                  "fieldMappings": [
                    {
                      "columnName": "EntityProcessId",
                      "identifier": "ProcessId",
                    },
                    {
                      "columnName": "CommandLine",
                      "identifier": "CommandLine",
                    },
                  ],
                },
              ],
              "eventGroupingSettings": {
                "aggregationKind": "AlertPerResult",
              },
              "incidentConfiguration": {
                "createIncident": true,
                "groupingConfiguration": {
                  "enabled": true,
                  "groupByAlertDetails": [],
                  "groupByCustomDetails": [],
                  "groupByEntities": [
                    "Host",
                  ],
                  "lookbackDuration": "PT5H",
                  "matchingMethod": "Selected",
                  "reopenClosedIncident": false,
                },
              },
              "query": "// Shadow Copies Deleted
      // Author: A. Writer
      // Licence: Detection Rule License 1.1
      // Source: https://github.com/SigmaHQ/sigma/blob/main/rules/x.yml (Sigma rule 11111111-2222-4333-8444-555555555555, translated to KQL by Watchfloor)
      SecurityEvent
      | where EventID == 4688 and CommandLine contains "shadowcopy"
      // Columns for the entities
      | extend
          EntityHostName = tostring(split(Computer, '.')[0]),
          EntityDnsDomain = iff(Computer contains '.', substring(Computer, indexof(Computer, '.') + 1), ''),
          EntityName = SubjectUserName,
          EntityNTDomain = SubjectDomainName,
          EntitySid = SubjectUserSid,
          EntityIsProcess = EventID in (4688)
      | extend
          EntityProcessId = iff(EntityIsProcess, NewProcessId, ProcessId)",
              "queryFrequency": "PT1H",
              "queryPeriod": "PT75M",
              "severity": "High",
              "suppressionDuration": "PT5H",
              "suppressionEnabled": false,
              "tactics": [
                "Impact",
              ],
              "techniques": [
                "T1490",
              ],
              "triggerOperator": "GreaterThan",
              "triggerThreshold": 0,
            },
            "type": "Microsoft.OperationalInsights/workspaces/providers/alertRules",
          },
        ],
      }
    `);
    expect(losses).toEqual([]);
  });

  it('writes a hunting query as YAML and as a saved search', () => {
    const { texts } = rendered('hunting', deployableOf({ level: 'low' }));
    expect(Object.keys(load(texts[0] ?? '') as object)).toEqual([
      'id',
      'name',
      'description',
      'requiredDataConnectors',
      'tactics',
      'relevantTechniques',
      'query',
      'entityMappings',
      'version',
      'tags',
    ]);
    const [resource] = JSON.parse(texts[1] ?? '').resources;
    expect(resource.properties.tags.slice(1)).toEqual([
      { name: 'tactics', value: 'Impact' },
      { name: 'techniques', value: 'T1490' },
    ]);
  });

  it('writes the query alone below its header', () => {
    const deployable = deployableOf();
    expect(rendered('kql', deployable).texts).toEqual([
      `${deployable.header}${deployable.query}\n`,
    ]);
  });

  it('writes a rule in near real time without a schedule, and only if asked', () => {
    const [file] = sentinelYaml(limits, 'NRT')(deployableOf()).files;
    const rule = load(file?.text ?? '') as Record<string, unknown>;
    expect(rule.kind).toBe('NRT');
    expect(rule).not.toHaveProperty('queryFrequency');
    expect(rule).not.toHaveProperty('triggerOperator');
    const counted = deployableOf({ timespan: 600 });
    expect(sentinelYaml(limits, 'NRT')(counted)).toMatchObject({
      files: [],
      losses: [{ code: 'deploy/not-near-real-time', effect: 'refused' }],
    });
  });

  it('keeps hostile texts as they are', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, description, value) => {
        const deployable = {
          ...deployableOf(),
          name,
          description,
          query: `SecurityEvent | where Account == @'${value.replaceAll("'", "''").slice(0, 900)}'`,
        };
        const properties = read('arm', deployable);
        const title = unescaped(properties.displayName);
        if (name.length <= limits.nameCharacters) expect(title).toBe(name);
        else expect(title.length).toBeLessThanOrEqual(limits.nameCharacters);
        expect(unescaped(properties.query)).toBe(deployable.header + deployable.query);
        if (description.length <= limits.descriptionCharacters) {
          expect(unescaped(properties.description)).toBe(description);
        }
        const rule = read('sentinel-yaml', deployable);
        if (isAscii(name) && name.length <= limits.nameCharacters) expect(rule.name).toBe(name);
        if (isAscii(description) && description.length <= limits.descriptionCharacters) {
          expect(rule.description).toBe(`${description}\n`);
        }
        if (isAscii(deployable.query)) {
          expect(String(rule.query)).toContain(deployable.query);
        }
        expect(rendered('kql', deployable).texts[0]).toContain(deployable.query);
      }),
      { numRuns: 300 },
    );
  });

  it('makes files that can be read of a rule whose every text is hostile', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 6, maxLength: 6 }), (texts) => {
        const [title = '', description = '', author = '', name = '', step = '', tag = ''] = texts;
        const deployable = deployableOf({
          title,
          description,
          author,
          licence: { name, url: null },
          url: tag,
          triage: [step],
          tags: [tag],
          tactics: [tag],
        });
        expect(deployable.name).toMatch(/^[^\r\n]+$/);
        expect(
          deployable.header
            .split('\n')
            .slice(0, -1)
            .every((line) => line.startsWith('// ')),
        ).toBe(true);
        expect(deployable.alertTitle?.match(/\{\{/g)).toHaveLength(1);
        const rule = read('sentinel-yaml', deployable);
        expect(rule).toMatchObject({ id: deployable.id, kind: 'Scheduled' });
        const properties = read('arm', deployable);
        expect(unescaped(properties.displayName)).toBe(deployable.name);
        expect(unescaped(properties.query)).toBe(deployable.header + deployable.query);
        for (const text of rendered('hunting', deployable).texts) {
          expect(() => (text.startsWith('{') ? JSON.parse(text) : load(text))).not.toThrow();
        }
      }),
      { numRuns: 200 },
    );
  });

  it('writes ASCII only for Azure-Sentinel, whatever the rule says', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const deployable = { ...deployableOf(), name: text, description: text, alertTitle: text };
        for (const format of ['sentinel-yaml', 'hunting'] as const) {
          expect(isAscii(rendered(format, deployable).texts[0] ?? '')).toBe(true);
        }
      }),
    );
  });

  it.each(FORMATS)('gives the same bytes of %s for the same deployable', (format) => {
    expect(rendered(format, deployableOf())).toEqual(rendered(format, deployableOf()));
  });

  it.each(['sentinel-yaml', 'arm', 'hunting'] as const)(
    'refuses %s for a query that is too long, for advanced hunting, or needs values',
    (format) => {
      const long = { ...deployableOf(), query: 'x'.repeat(10_001) };
      expect(codes(format, long)).toEqual(['refused deploy/query-too-long']);
      const hunting = deployableOf({}, { target: 'defender-xdr', facts: FACTS });
      expect(codes(format, hunting)).toEqual(['refused deploy/wrong-target']);
      const needy = deployableOf(
        {},
        {
          diagnostics: [
            { severity: 'info', code: 'translate/needs-values', message: 'Needs your values: %a%' },
          ],
        },
      );
      expect(codes(format, needy)).toEqual(['refused deploy/needs-values']);
      expect(codes('kql', needy)).toEqual(['changed deploy/needs-values']);
    },
  );

  it('says what does not fit', () => {
    const entities = Array.from({ length: 12 }, () => ({
      type: 'IP',
      fields: [{ identifier: 'Address', column: 'IpAddress' }],
    }));
    const customDetails = Array.from({ length: 25 }, (_, at) => ({
      name: `a${at}`,
      column: 'Computer',
    }));
    const credits = 'Author: A. Writer\nLicence: L';
    const description = `${'d'.repeat(6000)}\n\n${credits}`;
    const deployable = { ...deployableOf(), entities, customDetails, description };
    expect(codes('arm', deployable)).toEqual([
      'changed deploy/description-cut',
      'lost deploy/entities-cut',
      'lost deploy/details-cut',
    ]);
    const properties = read('arm', deployable);
    expect(properties.entityMappings).toHaveLength(10);
    expect(Object.keys(properties.customDetails as object)).toHaveLength(20);
    expect(String(properties.description)).toHaveLength(5000);
    expect(String(properties.description).endsWith(credits)).toBe(true);
  });

  it('says which techniques Azure-Sentinel’s validation does not know', () => {
    const deployable = deployableOf({
      tactics: ['stealth'],
      techniques: [
        { id: 'T1620', tactics: ['stealth'] },
        { id: 'T1027.001', tactics: ['stealth'] },
      ],
    });
    expect(read('sentinel-yaml', deployable).relevantTechniques).toEqual(['T1027.001']);
    expect(codes('sentinel-yaml', deployable)).toContain('lost deploy/technique-unknown');
    expect(read('arm', deployable).techniques).toEqual(['T1620', 'T1027']);
    expect(codes('arm', deployable)).toContain('changed deploy/sub-techniques');
  });

  it('has a renderer for every format', () => {
    expect(Object.keys(renderers)).toEqual(DEPLOY_FORMATS);
  });
});
