import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { createChecker } from '@/lib/kql';
import type { LookUp } from '@/lib/look-up';
import { currentPivots, hostOf, timeOf } from '@/lib/pivots';
import type { Target } from '@/lib/target';
import { createTranslator } from '@/lib/translate';
import type { LogSourceName } from '@/lib/translate/log-source-name';
import { type LookUpTools, lookUpQuery } from './look-up-query';

const knowledge = readKnowledge();
const { check } = createChecker(knowledge.schemas);
const pivots = currentPivots();
const tools: LookUpTools = {
  translator: createTranslator(knowledge),
  hostOf: (table, product) => hostOf(pivots.get(table), product),
  timeColumn: (table, target) => timeOf(pivots.get(table), target),
  shownOf: (table) => pivots.get(table)?.shown ?? [],
};

const process = { product: 'windows', category: 'process_creation', service: null };
const proxy = { product: null, category: 'proxy', service: null };

/** The query, after Microsoft's binder has found no fault in it. */
function kqlOf(
  look: Omit<LookUp, 'title'>,
  [target, table]: readonly [Target, string],
  logsource: LogSourceName = process,
): string | null {
  const query = lookUpQuery({ title: 'x', ...look }, { target, table, logsource }, tools);
  if (query) expect(check(query.kql, target)).toEqual([]);
  return query?.kql ?? null;
}

const SYSMON = ['sentinel', 'Event'] as const;
const DEFENDER = ['defender-xdr', 'DeviceProcessEvents'] as const;

describe('lookUpQuery', () => {
  it('counts the events of a program on the host in its window', () => {
    const where = { 'Image|endswith': '\\taskkill.exe' };
    const kql = kqlOf({ where, before: '10m', after: '2h', by: ['ParentImage'] }, DEFENDER);
    expect(kql).toBe(`// Fill in from the match
let host = \`\`\`<DeviceName>\`\`\`;
let when = datetime(null); // Timestamp
DeviceProcessEvents
| where Timestamp between ((when - 10m) .. (when + 2h)) and DeviceName =~ host
| where ActionType == "ProcessCreated" and FolderPath !startswith "/"
| where FileName =~ "taskkill.exe"
| summarize Events = count(), First = min(Timestamp), Last = max(Timestamp) by InitiatingProcessFolderPath
| order by Events desc`);
  });

  it('asks for the host as the client of DNS queries, which a DNS server may have recorded', () => {
    const look = { in: 'dns_query', show: ['QueryName'] };
    expect(kqlOf(look, ['sentinel-asim', '_Im_ProcessCreate'])).toContain(
      'tostring(split(coalesce(SrcHostname, Dvc, DvcHostname), ".")[0]) =~ host',
    );
  });

  it('takes a table of the workspace for events that no parser of ASIM reads', () => {
    const look = { in: 'image_load', where: { ImageLoaded: 'x.dll' } };
    const kql = kqlOf(look, ['sentinel-asim', '_Im_ProcessCreate']);
    expect(kql).toMatch(/^Event$/m);
    expect(kql).toContain('tostring(split(Computer, ".")[0]) =~ host');
  });

  it('takes it, too, for a list of events of which a parser reads some', () => {
    const security = { product: 'windows', service: 'security' };
    const look = { in: security, where: { EventID: [4624, 4769] } };
    expect(kqlOf(look, ['sentinel-asim', '_Im_ProcessCreate'])).toMatch(/^SecurityEvent$/m);
  });

  it('finds a logon by the computer that was signed in to', () => {
    const look = { in: { product: 'windows', service: 'security' }, where: { EventID: 4624 } };
    const kql = kqlOf({ ...look, show: ['IpAddress'] }, ['sentinel-asim', '_Im_ProcessCreate']);
    expect(kql).toContain(
      'tostring(split(coalesce(LogonTarget, Dvc, DvcHostname), ".")[0]) =~ host',
    );
    expect(kql).toContain('SrcIpAddr, EventResult\n');
  });

  it('is none where the table has no column for what is counted', () => {
    const where = { 'Image|endswith': '\\taskkill.exe' };
    expect(kqlOf({ where, by: ['Signature'] }, DEFENDER)).toBeNull();
  });

  it('counts by host where all events have the same value', () => {
    const look = { where: { User: 'SYSTEM' }, host: 'any', by: ['User'] };
    expect(kqlOf(look, DEFENDER)).toContain(' by DeviceName, User');
  });

  it('takes values of the match under names of their own, and no empty one', () => {
    const where = { ParentImage: '<Image>', 'CommandLine|contains': '<CommandLine>' };
    const kql = kqlOf({ where }, SYSMON);
    expect(kql).toContain(
      'let image = ```<Image in EventData>```;\nlet commandLine = ```<CommandLine in EventData>```;',
    );
    expect(kql).toContain('isnotempty(image) and isnotempty(commandLine)');
    expect(kql).toContain('ParentImage =~ image and CommandLine contains commandLine');
  });

  it('takes the last part of a path and the host of a URL', () => {
    const file = { product: 'windows', category: 'file_event', service: null };
    const inProcesses = {
      in: 'process_creation',
      where: { 'Image|endswith': '<TargetFilename:name>' },
    };
    expect(kqlOf(inProcesses, ['defender-xdr', 'DeviceFileEvents'], file)).toContain(
      `let targetFilenameEnd = extract(@'([\\\\/]?[^\\\\/]*)$', 1, \`\`\`<FolderPath>\`\`\`);`,
    );
    const account = { where: { 'User|endswith': '<User:name>', Image: '<Image:name>' } };
    const kql = kqlOf(account, DEFENDER);
    expect(kql).toContain(`let userName = extract(@'([^\\\\/]*)$', 1,`);
    expect(kql).toContain(`let imageName = extract(@'([^\\\\/]*)$', 1,`);
    const sameHost = { host: 'any', where: { 'cs-host': '<c-uri:host>' } };
    expect(kqlOf(sameHost, ['sentinel-asim', '_Im_WebSession'], proxy)).toContain(
      'let cUriHost = tostring(parse_url(```<Url>```).Host);',
    );
  });

  it('compares a number of the match with one, whatever the table has', () => {
    const look = { where: { ParentProcessId: '<ProcessId>' }, show: ['Image'] };
    const kql = kqlOf(look, DEFENDER);
    expect(kql).toContain('let processId = ```<ProcessId>```;');
    expect(kql).toContain('InitiatingProcessId == tolong(processId)');
    expect(kqlOf(look, SYSMON)).toContain('ParentProcessId =~ processId');
  });

  it('asks for other alternatives where the match lacks the value of one', () => {
    const where: LookUp['where'] = [
      { 'CommandLine|contains': '<CommandLine>' },
      { Image: '<the other program>' },
    ];
    const kql = kqlOf({ where }, DEFENDER);
    expect(kql).not.toMatch(/when.*isnotempty/);
    expect(kql).toContain('isnotempty(commandLine) and ProcessCommandLine contains commandLine');
    expect(kql).toContain('isnotempty(wanted) and FolderPath =~ wanted');
  });

  it('puts a value together as the match’s query does', () => {
    const registry = { product: 'windows', category: 'registry_set', service: null };
    const look = { where: { 'TargetObject|endswith': '<TargetObject:name>' } };
    const key = 'strcat(```<RegistryKey>```, iff(isempty(```<RegistryValue>```)';
    expect(kqlOf(look, ['sentinel-asim', '_Im_RegistryEvent'], registry)).toContain(
      `let targetObjectEnd = extract(@'([\\\\/]?[^\\\\/]*)$', 1, ${key}`,
    );
  });

  it('gives a value no name that a column of the query has', () => {
    const auditd = { product: 'linux', category: null, service: 'auditd' };
    const look = { where: { a0: 'systemctl', a2: '<a2>' }, show: ['a0', 'a2'] };
    const kql = kqlOf(look, ['defender-xdr', 'DeviceProcessEvents'], auditd);
    expect(kql).toContain('let a2Value = ```<a2 in ProcessCommandLine>```;');
    expect(kql).toContain('a2 =~ a2Value');
  });

  it('leaves a line to fill in for what the match does not have', () => {
    const where = { 'TargetFilename|endswith': '<the library after REGSVR>' };
    const kql = kqlOf({ in: 'file_event', where, host: 'the other computer' }, SYSMON);
    expect(kql).toContain('let host = ```<the other computer>```;');
    expect(kql).toContain('let wanted = ```<the library after REGSVR>```;');
  });

  it('looks in the table of the match where it has such events, or else in the best one', () => {
    const where = { 'Image|endswith': '\\cmd.exe' };
    expect(kqlOf({ where }, ['sentinel', 'SecurityEvent'])).toContain('\nSecurityEvent\n');
    expect(kqlOf({ in: 'file_event' }, ['sentinel', 'SecurityEvent'])).toContain('\nEvent\n');
  });

  it('leaves out what a second selection holds of', () => {
    const where = { 'Image|endswith': '\\cmd.exe' };
    const kql = kqlOf({ where, unless: { ParentImage: '<Image>' } }, DEFENDER);
    expect(kql).toContain('InitiatingProcessFolderPath !~ image');
  });

  it('lists every event of a log source without a selection', () => {
    expect(kqlOf({ in: 'dns_query', before: '1d', show: ['QueryName'] }, SYSMON)).toContain(
      '| project TimeGenerated, Computer, QueryName',
    );
  });

  it('has none where the target has no such events, or the match not the value', () => {
    expect(kqlOf({ in: 'raw_access_thread' }, DEFENDER)).toBeNull();
    expect(kqlOf({ where: { Image: '<NoSuchField>' } }, DEFENDER)).toBeNull();
    expect(kqlOf({ in: 'no_such_category' }, SYSMON)).toBeNull();
  });

  it('shows hashes in the column that has them', () => {
    const look = { where: { 'Image|endswith': '\\tool.exe' }, show: ['Image', 'Hashes'] };
    expect(kqlOf(look, DEFENDER)).toContain('project Timestamp, DeviceName, FolderPath, SHA256');
    expect(kqlOf(look, SYSMON)).toMatch(/project TimeGenerated, Computer, Image, Hashes/);
    expect(kqlOf(look, ['sentinel-asim', '_Im_ProcessCreate'])).toContain('TargetProcessSHA256');
  });

  it('writes what a person has to fill in so that it stays one string', () => {
    expect(kqlOf({ host: 'a "quoted" `name`' }, SYSMON)).toContain(
      'let host = ```<a "quoted" \'name\'>```;',
    );
  });
});
