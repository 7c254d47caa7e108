import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { type Row, runQuery } from '@/lib/kql/run/run-query';
import { parseRules } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import { createTranslator } from '.';

/* Queries on rows in the forms that published rows have. Sources are in content/mappings/sources.yml. */

const { schemas, mappings } = readKnowledge();
const translator = createTranslator({ mappings, schemas });

interface Case {
  readonly logsource: string;
  readonly selection: string;
  readonly target?: Target;
}

/** How many of the rows the query of a rule on this table finds. */
function found({ logsource, selection, target = 'sentinel' }: Case, table: string, rows: Row[]) {
  const [document] = parseRules(`title: T
logsource: ${logsource}
detection: {s: ${selection}, condition: s}
`);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  const { alternatives, ...primary } = translator.translate(document.rule, target);
  const counts = [primary, ...alternatives]
    .filter((variant) => variant.table === table && variant.kql !== null)
    .map(({ kql }) => {
      const ran = runQuery(kql ?? '', { schemas, target, tables: { [table]: rows } });
      expect(ran.diagnostics).toEqual([]);
      return ran.rows.length;
    });
  return Math.max(0, ...counts);
}

describe('a row in the form that real telemetry has', () => {
  it('is found by a keyword in a column, where the Security log leaves EventData empty', () => {
    const rows = [{ EventID: 4727, EventData: '', TargetUserName: 'ESX Admins' }];
    const rule = { logsource: '{product: windows, service: security}', selection: '[ESX Admins]' };
    expect(found(rule, 'SecurityEvent', rows)).toBe(1);
  });

  it.each(['19195a5b-6da0-11d0-afd3-00c04fd930c9', 'domainDNS'])(
    'is found for the directory class %s',
    (type) => {
      const ObjectType = '%{19195a5b-6da0-11d0-afd3-00c04fd930c9}';
      const rule = {
        logsource: '{product: windows, service: security}',
        selection: `{EventID: 4662, ObjectType: ${type}}`,
      };
      expect(found(rule, 'SecurityEvent', [{ EventID: 4662, ObjectType }])).toBe(1);
      const row = { Channel: 'Security', EventID: 4662, EventData: { ObjectType } };
      expect(found(rule, 'WindowsEvent', [row])).toBe(1);
    },
  );

  it.each([
    '{"displayName":"UserType","oldValue":"[\\"Guest\\"]","newValue":"[\\"Member\\"]"}',
    '{"newValue":"[\\"Member\\"]","oldValue":"[\\"Guest\\"]","displayName":"UserType"}',
  ])('is found for a modified property of Entra ID in any order of keys: %s', (property) => {
    const TargetResources = JSON.parse(`[{"modifiedProperties":[${property}]}]`);
    const rule = {
      logsource: '{product: azure, service: auditlogs}',
      selection: `{properties.message: '"displayName":"UserType","oldValue":"[\\"Guest\\"]","newValue":"[\\"Member\\"]"'}`,
    };
    expect(found(rule, 'AuditLogs', [{ TargetResources }])).toBe(1);
  });

  it.each([
    ['as Sysmon wrote it', '&lt;', '&gt;', '&quot;'],
    ['from the old agent, without semicolons', '&lt ', '&gt ', '&quot '],
  ])('is found in Sysmon for Linux %s', (_, less, greater, quote) => {
    const line = `sh -c ${quote}id ${greater}/tmp/a ${less}/dev/null${quote}`;
    const rows = [
      {
        SyslogMessage: `<Event><System><Provider Name="Linux-Sysmon" Guid="{x}"/><EventID>1</EventID></System><EventData><Data Name="CommandLine">${line}</Data></EventData></Event>`,
      },
    ];
    const logsource = '{product: linux, category: process_creation}';
    const selection = `{'CommandLine|contains': '"id >/tmp/a </dev'}`;
    expect(found({ logsource, selection }, 'Syslog', rows)).toBe(1);
  });

  it.each([
    ['as compact JSON', '[{"type":"User","displayName":"Ann"}]'],
    ['as JSON with blanks and line breaks', '[\r\n  {\r\n    "displayName": "Ann"\r\n  }\r\n]'],
  ])('is found for a target of Okta %s', (_, target_s) => {
    const rule = {
      logsource: '{product: okta, service: okta}',
      selection: '{target.displayName: Ann}',
    };
    expect(found(rule, 'Okta_CL', [{ target_s }])).toBe(1);
  });

  it.each([
    ['without quotes', 'www.example.com/a.php?b=c'],
    ['in quotes, as from PAN-OS', '"www.example.com/a.php?b=c"'],
  ])('is found for a URL %s', (_, url) => {
    const rows = [{ RequestURL: url, RequestMethod: 'GET' }];
    for (const selection of [
      '{cs-host: www.example.com}',
      '{c-uri|endswith: .php?b=c}',
      '{c-uri: www.example.com/a.php?b=c}',
      '{c-uri|startswith: /a.php}',
      '{c-uri-query: b=c}',
      '{c-uri-stem: /a.php}',
    ]) {
      expect(found({ logsource: '{category: proxy}', selection }, 'CommonSecurityLog', rows)).toBe(
        1,
      );
    }
  });

  it('is found for an execution that auditd or auoms recorded', () => {
    const rule = {
      logsource: '{product: linux, service: auditd}',
      selection: '{type: EXECVE, a0: chmod, a1: u+s}',
    };
    const auditd =
      'type=EXECVE msg=audit(1604996384.965:93777): argc=3 a0="chmod" a1="u+s" a2="/tmp/x"';
    const auoms =
      'type=AUOMS_EXECVE audit(1652292621.986:84138): SchemaVersion="1" syscall=execve success=yes a0=7fcd3bdfb8e0 a1=7fcd3027b7b0 comm="chmod" exe="/usr/bin/chmod" cmdline=chmod u+s /tmp/x redactors= containerid=';
    expect(found(rule, 'Syslog', [{ SyslogMessage: auditd }])).toBe(1);
    expect(found(rule, 'Syslog', [{ SyslogMessage: auoms }])).toBe(1);
  });

  it.each(['Azure Kubernetes Service', 'Kubernetes Audit'])(
    'is found in CloudAuditEvents of %s',
    (DataSource) => {
      const rule: Case = {
        logsource: '{product: kubernetes, service: audit}',
        selection: '{verb: create, objectRef.resource: pods, responseStatus.code: 201}',
        target: 'defender-xdr',
      };
      const RawEventData = {
        Verb: 'create',
        ObjectRef: { resource: 'pods', namespace: 'default' },
        ResponseStatus: { code: 201 },
      };
      expect(found(rule, 'CloudAuditEvents', [{ DataSource, RawEventData }])).toBe(1);
    },
  );

  it('is found in the control plane logs of AzureDiagnostics', () => {
    const rule = {
      logsource: '{product: kubernetes, service: audit}',
      selection: '{verb: delete}',
    };
    const log_s = '{"verb":"delete","objectRef":{"resource":"pods"}}';
    const rows = [{ Category: 'kube-audit-admin', AdditionalFields: { log_s } }];
    expect(found(rule, 'AzureDiagnostics', rows)).toBe(1);
  });

  it('is found when the logon process ends in blanks', () => {
    const rule = {
      logsource: '{product: windows, service: security}',
      selection: '{EventID: 4624, LogonProcessName: Advapi}',
    };
    const rows = [{ EventID: 4624, LogonProcessName: 'Advapi  ' }];
    expect(found(rule, 'SecurityEvent', rows)).toBe(1);
  });

  it('is found when a console sign-in failed without an error code', () => {
    const rule = {
      logsource: '{product: aws, service: cloudtrail}',
      selection: '{eventName: ConsoleLogin, status: failure}',
    };
    const rows = [
      { EventName: 'ConsoleLogin', ErrorCode: '', ErrorMessage: 'Failed authentication' },
    ];
    expect(found(rule, 'AWSCloudTrail', rows)).toBe(1);
  });

  it('is found for AppLocker in SecurityEvent', () => {
    const rule = {
      logsource: '{product: windows, service: applocker}',
      selection: '{EventID: 8004}',
    };
    const rows = [{ EventID: 8004, EventSourceName: 'Microsoft-Windows-AppLocker' }];
    expect(found(rule, 'SecurityEvent', rows)).toBe(1);
  });
});
