import { describe, expect, it } from 'vitest';
import { readSchemas } from '@/lib/knowledge';
import { compileQuery } from '@/lib/kql';
import { chooseEntities } from './choose-entities';
import type { TableEntities } from './knowledge';
import { FACTS, knowledge } from './made-deployable-fixture';

const { identifiers } = knowledge;
const schemas = readSchemas();

/** The columns that a table's entry makes of a row. */
function madeOf(table: string, row: Record<string, unknown>, extra = '') {
  const entry = knowledge.entities.get(table);
  if (!entry) throw new Error(`There is no entry for ${table}`);
  const facts = { ...FACTS, passes: table, columns: [...entry.computed] };
  const { lines } = chooseEntities(table, facts, entry, identifiers);
  const query = compileQuery(`${table}\n${extra}${lines}`, { schemas, target: 'sentinel' });
  expect(query.diagnostics).toEqual([]);
  const [made = {}] = query.run({ [table]: [row] }).rows;
  return Object.fromEntries(Object.entries(made).filter(([name]) => name.startsWith('Entity')));
}

/** A line that makes the columns that a query computes, empty without a value. */
function withComputed(table: string, values: Record<string, string> = {}) {
  const computed = [...(knowledge.entities.get(table)?.computed ?? [])];
  return `| extend ${computed.map((column) => `${column} = ${values[column] ?? "''"}`).join(', ')}\n`;
}

const entry = (parts: Partial<TableEntities>): TableEntities => ({
  tables: ['SecurityEvent'],
  computed: new Set(),
  made: [],
  entities: [],
  graph: [],
  details: new Map(),
  title: null,
  ...parts,
});
const columns = (all: Record<string, string>) => new Map(Object.entries(all));

describe('chooseEntities', () => {
  it.each([
    ['web01.contoso.com', 'web01', 'contoso.com'],
    ['WEB01', 'WEB01', ''],
  ])('splits the host %s', (DeviceName, host, domain) => {
    expect(madeOf('DeviceProcessEvents', { DeviceName })).toMatchObject({
      EntityHostName: host,
      EntityDnsDomain: domain,
    });
  });

  it.each([
    ['CONTOSO\\alice', 'alice', 'CONTOSO'],
    ['alice', 'alice', ''],
  ])('splits the account %s', (name, account, domain) => {
    const user = withComputed('Event', { User: 'UserName' });
    expect(madeOf('Event', { UserName: name }, user)).toMatchObject({
      EntityName: account,
      EntityNTDomain: domain,
    });
  });

  it.each([
    ['203.0.113.7:51000', '203.0.113.7'],
    ['203.0.113.7', '203.0.113.7'],
    ['[2001:db8::1]:51000', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['', ''],
    ['-', ''],
    ['ec2.amazonaws.com', ''],
    ['AWS Internal', ''],
  ])('takes the address of %j', (ClientIP, address) => {
    expect(madeOf('OfficeActivity', { ClientIP, UserId: 'alice@contoso.com' })).toEqual({
      EntityAddress: address,
      EntityName: 'alice',
      EntityUPNSuffix: 'contoso.com',
    });
  });

  it.each([
    ['CONTOSO\\alice', 'alice', 'CONTOSO', ''],
    ['alice@contoso.com', 'alice', '', 'contoso.com'],
    ['alice', 'alice', '', ''],
    ['-', '', '', ''],
  ])('splits %s where a column has accounts of either form', (csUserName, name, domain, suffix) => {
    expect(madeOf('W3CIISLog', { csUserName })).toMatchObject({
      EntityName: name,
      EntityNTDomain: domain,
      EntityUPNSuffix: suffix,
    });
  });

  it.each([
    ['C:\\Windows\\cmd.exe', 'cmd.exe', 'C:\\Windows'],
    ['C:\\Windows', 'cmd.exe', 'C:\\Windows'],
    ['/usr/bin/curl', 'curl', '/usr/bin'],
  ])('takes the folder of a file from the path %s', (FolderPath, FileName, folder) => {
    expect(madeOf('DeviceFileEvents', { FolderPath, FileName }).EntityFolder).toBe(folder);
  });

  it.each([
    ['C:\\Users\\a b\\x.dll', 'x.dll', 'C:\\Users\\a b'],
    ['/etc/cron.d/job', 'job', '/etc/cron.d'],
    ['', '', ''],
  ])('splits the path %j', (path, name, folder) => {
    const computed = withComputed('Event', { TargetFilename: 'RenderedDescription' });
    expect(madeOf('Event', { RenderedDescription: path }, computed)).toMatchObject({
      EntityFileName: name,
      EntityFileFolder: folder,
    });
  });

  it('names a deleted registry value by what it was', () => {
    const row = { RegistryKey: '', PreviousRegistryKey: 'HKLM\\A', PreviousRegistryValueName: 'b' };
    expect(madeOf('DeviceRegistryEvents', row)).toMatchObject({
      EntityKey: 'HKLM\\A',
      EntityValueName: 'b',
    });
  });

  it('names the algorithm of a hash only where there is one', () => {
    expect(madeOf('DeviceFileEvents', { SHA256: '' }).EntityHashType).toBe('');
    expect(madeOf('DeviceFileEvents', { SHA256: 'ab' }).EntityHashType).toBe('SHA256');
  });

  it('reads process and hash of an event of Sysmon', () => {
    const hash = 'A'.repeat(64);
    const EventData = `<Data Name="ProcessId">42</Data><Data Name="Hashes">MD5=1,SHA256=${hash}</Data>`;
    expect(madeOf('Event', { EventData }, withComputed('Event'))).toMatchObject({
      EntityProcessId: '42',
      EntityHash: hash,
      EntityHashType: 'SHA256',
    });
  });

  it('takes a signature for malware only where an antivirus found a file', () => {
    const table = knowledge.entities.get('Event') ?? entry({});
    const typesFor = (columns: string[]) =>
      chooseEntities('', { ...FACTS, passes: 'Event', columns }, table, identifiers).entities.map(
        ({ type }) => type,
      );
    expect(typesFor(['Signature', 'Filename'])).toEqual(['Host', 'Malware', 'File']);
    expect(typesFor(['Signature', 'ImageLoaded'])).toEqual(['Host', 'File', 'FileHash']);
  });

  it.each([
    ['alice', 'arn:aws:iam::1:user/alice', 'alice'],
    ['', 'arn:aws:sts::1:assumed-role/Admin/session-1', 'session-1'],
    ['', 'arn:aws:iam::1:root', 'root'],
  ])('names who calls AWS as %j, %s', (UserIdentityUserName, UserIdentityArn, name) => {
    const row = { UserIdentityUserName, UserIdentityArn, SourceIpAddress: '203.0.113.7' };
    expect(madeOf('AWSCloudTrail', row)).toEqual({
      EntityName: name,
      EntityAddress: '203.0.113.7',
    });
  });

  it.each([
    ['alice@contoso.com', 'alice', ''],
    ['9a0b1c2d-0000-4000-8000-000000000000', '', '9a0b1c2d-0000-4000-8000-000000000000'],
  ])('takes %s for a user or for an app', (Caller, name, id) => {
    expect(madeOf('AzureActivity', { Caller })).toMatchObject({
      EntityName: name,
      EntityUserId: id,
    });
  });

  it.each([
    ['alice@contoso.com', 'alice', ''],
    ['web01.contoso.com', '', 'web01'],
  ])('takes %s for the account or for the host of an alert', (CompromisedEntity, name, host) => {
    const Entities = '[{"AadUserId": "i","Type":"account"},{"Address":"192.0.2.1","Type":"ip"}]';
    expect(madeOf('SecurityAlert', { CompromisedEntity, Entities })).toMatchObject({
      EntityName: name,
      EntityHostName: host,
      EntityUserId: 'i',
      EntityAddress: '192.0.2.1',
    });
  });

  it.each([
    ['Failed password for root from 203.0.113.7 port 22 ssh2', '203.0.113.7'],
    ['Failed password for root from 2001:db8::1 port 22 ssh2', '2001:db8::1'],
    ['pam_unix(sshd:auth): authentication failure; rhost=203.0.113.7 user=a', '203.0.113.7'],
    ['type=USER_LOGIN msg=audit(1:1): addr=203.0.113.7 res=failed', '203.0.113.7'],
    ['removed from cache', ''],
  ])('finds the other side in %s', (SyslogMessage, address) => {
    const made = madeOf('Syslog', { SyslogMessage }, withComputed('Syslog'));
    expect(made.EntityAddress).toBe(address);
  });

  it('leaves out the address that Application Insights hides', () => {
    expect(madeOf('AppTraces', { ClientIP: '0.0.0.0' }).EntityAddress).toBe('');
    expect(madeOf('AppTraces', { ClientIP: '203.0.113.7' }).EntityAddress).toBe('203.0.113.7');
  });

  it('reads the initiator and the target of an audit event, each part after the other', () => {
    const made = madeOf('AuditLogs', {
      InitiatedBy: { user: { userPrincipalName: 'a@x.org', id: 'i', ipAddress: '192.0.2.1' } },
      TargetResources: [{ userPrincipalName: 'b@y.org' }],
    });
    expect(made).toMatchObject({
      EntityName: 'a',
      EntityUPNSuffix: 'x.org',
      EntityUserId: 'i',
      EntityAddress: '192.0.2.1',
      EntityTargetName: 'b',
      EntityTargetUPNSuffix: 'y.org',
    });
  });

  it('takes who signs in from a sign-in, and who acts from other events', () => {
    const row = {
      TargetUserName: 't@CONTOSO.COM',
      TargetUserSid: 'S-1-0-0',
      SubjectUserName: 's',
      SubjectUserSid: 'S-1-5-18',
      IpAddress: '-',
      ProcessId: '0x1',
      NewProcessId: '0x2',
    };
    expect(madeOf('SecurityEvent', { ...row, EventID: 4625 })).toMatchObject({
      EntityName: 't',
      EntitySid: '',
      EntityTargetName: '',
      EntityAddress: '',
      EntityProcessId: '0x1',
    });
    expect(madeOf('SecurityEvent', { ...row, EventID: 4688 })).toMatchObject({
      EntityName: 's',
      EntitySid: 'S-1-5-18',
      EntityProcessId: '0x2',
    });
  });

  it('takes the SID of a ticket, the account that is managed and the member of a group', () => {
    const row = { TargetSid: 'S-1-5-21-1', MemberSid: 'S-1-5-21-2', TargetUserName: 't' };
    expect(madeOf('SecurityEvent', { ...row, EventID: 4768 }).EntitySid).toBe('S-1-5-21-1');
    expect(madeOf('SecurityEvent', { ...row, EventID: 4726 })).toMatchObject({
      EntityTargetName: 't',
      EntityTargetSid: 'S-1-5-21-1',
    });
    expect(madeOf('SecurityEvent', { ...row, EventID: 4728 })).toMatchObject({
      EntityTargetName: '',
      EntityMemberSid: 'S-1-5-21-2',
    });
  });

  it('makes only columns for the events that a query names', () => {
    const table = knowledge.entities.get('SecurityEvent') ?? entry({});
    const madeFor = (kql: string) => chooseEntities(kql, FACTS, table, identifiers).lines;
    const created = madeFor('SecurityEvent | where EventID == 4688');
    expect(created).toContain('EntityName = SubjectUserName,');
    expect(created).toContain('NewProcessId');
    expect(created).not.toMatch(/EntityIsSignIn|EntityIsManaged|MemberSid|IpAddress/);
    const other = madeFor('SecurityEvent | where EventID in (4624, 5145)');
    expect(other).toContain('EntityName = iff(EntityIsSignIn');
    expect(other).not.toContain('NewProcessId');
    expect(madeFor('SecurityEvent | where EventData has "x"')).toContain('MemberSid');
  });

  it('leaves out an identifier without its column, and an entity that the rest does not identify', () => {
    const table = entry({
      computed: new Set(['Gone']),
      entities: [
        { type: 'Account', columns: columns({ Name: 'Account', Sid: 'Gone' }) },
        { type: 'FileHash', columns: columns({ Algorithm: 'Account', Value: 'Gone' }) },
      ],
      graph: [
        { type: 'accounts', columns: columns({ nameColumn: 'Account', ntDomainColumn: 'Gone' }) },
        { type: 'hosts', columns: columns({ nameColumn: 'Computer' }) },
      ],
    });
    const chosen = chooseEntities('', FACTS, table, identifiers);
    expect(chosen.entities).toEqual([
      { type: 'Account', fields: [{ identifier: 'Name', column: 'Account' }] },
    ]);
    expect(chosen.graphEntities.map(({ collection }) => collection)).toEqual(['hosts']);
  });

  it('makes only the columns that an entity uses, and what these need', () => {
    const table = entry({
      made: [
        { column: 'EntityA', expression: 'Account', needs: ['Account'] },
        { column: 'EntityB', expression: 'EntityA', needs: ['EntityA'] },
        { column: 'EntityC', expression: 'Computer', needs: ['Computer'] },
        { column: 'EntityD', expression: 'Nothing', needs: ['EntityNothing'] },
      ],
      entities: [{ type: 'Host', columns: columns({ HostName: 'EntityB' }) }],
    });
    expect(chooseEntities('', FACTS, table, identifiers).lines).toBe(
      '// Columns for the entities\n| extend\n    EntityA = Account\n| extend\n    EntityB = EntityA',
    );
  });

  it('knows no table column of a result that does not pass them', () => {
    const table = entry({
      entities: [{ type: 'Host', columns: columns({ FullName: 'Computer' }) }],
    });
    const none = { ...FACTS, passes: null };
    expect(chooseEntities('', none, table, identifiers).entities).toEqual([]);
    const one = { ...none, columns: ['Computer'] };
    expect(chooseEntities('', one, table, identifiers).entities).toHaveLength(1);
  });
});
