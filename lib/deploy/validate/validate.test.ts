import { describe, expect, it } from 'vitest';
import { readDeployKnowledge } from '@/lib/deploy-tools';
import { readSchemas } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import { defenderDetection, detection } from '../detection-fixture';
import { createRenderers } from '../render';
import { DEPLOY_FORMATS, type Deployable, type DeployFormat, type RenderedFile } from '../types';
import { validate, validateQueries } from '.';

const renderers = createRenderers(readDeployKnowledge());
const checker = createChecker(readSchemas());

function filesOf(format: DeployFormat, parts: Partial<Deployable> = {}): readonly RenderedFile[] {
  const make = format === 'defender-json' ? defenderDetection : detection;
  return renderers[format](make(parts)).files;
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: HCL and Bicep interpolate it
const INTERPOLATED = '"${workspace}"';

/** The findings after a text in the files is replaced; it must be there. */
function mistakesIn(format: DeployFormat, found: string | RegExp, replacement: string): string[] {
  const files = filesOf(format);
  const changed = files.map(({ path, text }) => ({ path, text: text.replace(found, replacement) }));
  expect(changed, `${found} is in the files`).not.toEqual(files);
  return validate(format, changed).map(({ code, place }) => `${code} ${place}`);
}

const some = (pattern: RegExp) => expect.arrayContaining([expect.stringMatching(pattern)]);

describe('validate', () => {
  it.each(DEPLOY_FORMATS)('accepts what is written in %s', (format) => {
    expect(validate(format, filesOf(format))).toEqual([]);
    const bare = { entities: [], customDetails: [], alertTitle: null, techniques: [], tactics: [] };
    expect(validate(format, filesOf(format, bare))).toEqual([]);
  });

  it.each(DEPLOY_FORMATS)('refuses %s without a rule, or in another language', (format) => {
    expect(validate(format, [])).toMatchObject([{ code: 'validate/empty' }]);
    if (format === 'kql') return;
    const files = filesOf(format).map(({ path }) => ({ path, text: '{ "a": ' }));
    expect(validate(format, files)).not.toEqual([]);
  });

  it.each(['arm', 'bicep', 'azapi'] as const)(
    'finds mistakes in ARM’s properties in %s',
    (format) => {
      const quote = { arm: '"', bicep: "'", azapi: '"' }[format];
      const value = (text: string) => `${quote}${text}${quote}`;
      for (const [from, to, finding] of [
        [value('High'), value('Critical'), /^validate\/schema .*properties\.severity$/],
        [value('Impact'), value('Stealth'), /^validate\/schema .*tactics\[0\]$/],
        [value('T1490'), value('T1490.001'), /^validate\/shape .*techniques\[0\]$/],
        [value('GreaterThan'), value('GreaterThanOrEqual'), /^validate\/schema .*triggerOperator$/],
        [value('Host'), value('Machine'), /^validate\/schema .*entityMappings\[0\]\.entityType$/],
        [value('FullName'), value('Addr'), /^validate\/entity .*entityMappings\[0\]/],
        [value('PT1H'), value('1h'), /^validate\/duration .*queryFrequency$/],
        [value('PT1H'), value('PT2M'), /^validate\/schedule .*queryFrequency$/],
        [value('PT1H'), value('PT2H'), /^validate\/schedule .*queryPeriod$/],
        [value('PT5H'), value('PT1M'), /^validate\/duration /],
        [/(groupByEntities\W+)Host/, '$1Mailbox', /^validate\/grouping /],
        ['suppressionEnabled', 'suppressionActive', /^validate\/schema .*suppressionActive$/],
        [value('Shadow copies deleted'), value(''), /^validate\/shape .*displayName$/],
        ['on {{DeviceName}}', '{{a}}{{b}}{{c}}{{d}}', /^validate\/placeholders /],
        ['2025-09-01', '2025-02-30', /^validate\/schema /],
        ['0b6a4f0e-8d3c', '0b6a4f0e', /^validate\/(id|shape) .*name$/],
      ] as const) {
        // In ARM's id, a rule's GUID stands before it does in the name.
        const at = from === '0b6a4f0e-8d3c' ? /0b6a4f0e-8d3c/g : from;
        expect(mistakesIn(format, at, to)).toEqual(some(finding));
      }
    },
  );

  it('finds what is wrong with a template', () => {
    expect(mistakesIn('arm', 'Shadow copies deleted"', '[resourceGroup().id]"')).toEqual(
      some(/^validate\/expression resources\[0\]\.properties\.displayName$/),
    );
    expect(mistakesIn('arm', 'Shadow copies deleted"', '[[not an expression]"')).toEqual([]);
    expect(mistakesIn('arm', '"workspace":', '"law":')).toEqual(
      some(/^validate\/shape parameters/),
    );
    expect(mistakesIn('arm', '2019-04-01', '2019-04')).toEqual(some(/^validate\/shape \$schema$/));
    expect(mistakesIn('hunting', '"version": 2', '"version": 1')).toEqual(
      some(/json: resources\[0\]\.properties\.version$/),
    );
  });

  it('finds what Azure-Sentinel’s tests would find', () => {
    for (const [from, to, finding] of [
      [/^id: .*/m, 'id: 7', /shape id$/],
      ['severity: High', 'severity: Critical', /shape severity$/],
      ['queryFrequency: 1h', 'queryFrequency: PT1H', /duration queryFrequency$/],
      ['queryPeriod: 1h', 'queryPeriod: 30m', /schedule queryPeriod$/],
      ['triggerOperator: gt', 'triggerOperator: ge', /shape triggerOperator$/],
      ['triggerThreshold: 0', 'triggerThreshold: 10001', /shape triggerThreshold$/],
      [/^triggerThreshold: .*\n/m, '', /kind triggerThreshold$/],
      ['- Impact', '- Discovery', /technique relevantTechniques\[0\]$/],
      ['- T1490', '- T14', /shape relevantTechniques\[0\]$/],
      ['identifier: FullName', 'identifier: OSFamily', /entity entityMappings\[0\]$/],
      ['columnName: DeviceName', 'columnName: Device-Name', /shape entityMappings\[0\]\./],
      [/^version: .*/m, 'version: 1.0', /shape version$/],
      ['Shadow', 'Schädel', /ascii line 2$/],
      ['FileName =~', 'HostCustomEntity =~', /legacy-column query$/],
      ['CommandLine: ', 'ANameOfTwentyOneLette: ', /custom-details /],
      [/(groupByEntities:\s+- )Host/, '$1Mailbox', /grouping /],
      ['kind: Scheduled', 'kind: [', /yaml line/],
    ] as const) {
      expect(mistakesIn('sentinel-yaml', from, to), String(from)).toEqual(some(finding));
    }
    expect(mistakesIn('sentinel-yaml', 'severity: High', 'Severity: high')).toEqual([]);
  });

  it('finds mistakes in azurerm’s arguments', () => {
    for (const [from, to, finding] of [
      ['severity', 'level', /shape .*resource\.azurerm_/],
      ['"High"', '"Critical"', /shape .*severity$/],
      ['enabled = false', 'enabled = "no"', /shape .*enabled$/],
      ['query_period = "PT1H"', 'query_period = "PT30M"', /schedule /],
      ['incident {', 'incident_configuration {', /shape /],
      ['"DeviceName"', INTERPOLATED, /hcl .*line/],
      [/(by_entities\W+)Host/, '$1Mailbox', /grouping /],
      ['>= 4.19', 'latest', /shape .*terraform/],
      ['resource "azurerm', 'data "azurerm', /hcl .*line/],
      ['var.workspace_id', 'var.other', /shape .*log_analytics_workspace_id/],
    ] as const) {
      expect(mistakesIn('terraform', from, to), String(from)).toEqual(some(finding));
    }
  });

  it('finds mistakes in Bicep', () => {
    for (const [from, to, finding] of [
      ['param workspace', 'param law', /bicep param$/],
      ['scope: law', 'scope: other', /bicep rule\.scope$/],
      ["kind: 'Scheduled'", "kind: 'Fusion'", /schema rule$/],
      ["'High'", INTERPOLATED.replaceAll('"', "'"), /bicep line/],
      ["'High'", "'\\x'", /bicep line/],
      ['tactics: [', 'tactics: [for one in all: one', /bicep line/],
    ] as const) {
      expect(mistakesIn('bicep', from, to), from).toEqual(some(finding));
    }
  });

  it('finds what Microsoft Graph would refuse', () => {
    const alert = 'detectionAction\\.alertTemplate';
    for (const [from, to, finding] of [
      ['"status": "disabled"', '"isEnabled": false', /removed .*isEnabled$/],
      ['"frequency": "PT1H"', '"period": "1H"', /removed .*schedule\.period$/],
      ['"PT1H"', '"PT2H"', /shape .*schedule\.frequency$/],
      ['"wf-', '"0wf-', /shape .*id$/],
      ['"high"', '"critical"', new RegExp(`shape .*${alert}\\.severity$`)],
      ['"sidColumn"', '"nameColumn"', new RegExp(`entity .*${alert}\\.entityMappings\\.accounts`)],
      ['"hosts"', '"computers"', /entity .*computers$/],
      ['"recommendedActions"', '"automatedActions"', new RegExp(`shape .*${alert}$`)],
      ['on {{DeviceName}}', '{{a}}{{b}}{{c}}{{d}}', new RegExp(`placeholders .*${alert}$`)],
      ['"subTechniques": []', '"subTechniques": ["T1059.001"]', /technique /],
    ] as const) {
      expect(mistakesIn('defender-json', from, to), from).toEqual(some(finding));
    }
  });

  it('finds a second tactic, and that no asset is among the entities', () => {
    const [file] = filesOf('defender-json');
    const body = JSON.parse(file?.text ?? '');
    const [tactic] = body.detectionAction.alertTemplate.tactics;
    body.detectionAction.alertTemplate.tactics.push({ ...tactic, tactic: 'Execution' });
    body.detectionAction.alertTemplate.entityMappings = { urls: [{ addressColumn: 'RemoteUrl' }] };
    const found = validate('defender-json', [{ path: 'a.json', text: JSON.stringify(body) }]);
    expect(found.map(({ place }) => place)).toEqual(['detectionAction.alertTemplate.tactics']);
    body.detectionAction.alertTemplate.tactics.pop();
    const [asset] = validate('defender-json', [{ path: 'a.json', text: JSON.stringify(body) }]);
    expect(asset?.message).toBe('The service needs one of hosts, accounts, mailboxes, ips');
  });

  it('names the file where there are several', () => {
    expect(mistakesIn('terraform', '"High"', '"Critical"')[0]).toMatch(
      /^validate\/shape 0b6a4f0e[-0-9a-f]*\.tf: resource\./,
    );
  });
});

describe('validateQueries', () => {
  const bind = (format: DeployFormat, parts: Partial<Deployable> = {}) =>
    validateQueries(
      format,
      filesOf(format, parts),
      format === 'defender-json' ? 'defender-xdr' : 'sentinel',
      checker,
    ).map(({ code }) => code);

  it.each(DEPLOY_FORMATS)('binds the query of %s as it is deployed', (format) => {
    expect(bind(format)).toEqual([]);
    const columns = bind(format, { query: 'DeviceProcessEvents | where NoColumn == 1' });
    expect(columns).toContain('validate/query');
  });

  it.each(['sentinel-yaml', 'arm', 'bicep', 'terraform', 'azapi', 'defender-json'] as const)(
    'finds columns of %s that its query does not return',
    (format) => {
      const time = format === 'defender-json' ? 'Timestamp' : 'TimeGenerated';
      const bound = bind(format, { query: `DeviceProcessEvents | project ${time}, AccountName` });
      expect(bound).toContain('validate/column');
      expect(bound).not.toContain('validate/query');
    },
  );
});
