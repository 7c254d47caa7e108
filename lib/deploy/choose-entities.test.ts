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
  const { lines } = chooseEntities(facts, entry, identifiers);
  const query = compileQuery(`${table}\n${extra}${lines}`, { schemas, target: 'sentinel' });
  expect(query.diagnostics).toEqual([]);
  const [made = {}] = query.run({ [table]: [row] }).rows;
  return Object.fromEntries(Object.entries(made).filter(([name]) => name.startsWith('Entity')));
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
    const user = `| extend ${[...(knowledge.entities.get('Event')?.computed ?? [])]
      .map((column) => `${column} = ${column === 'User' ? 'UserName' : "''"}`)
      .join(', ')}\n`;
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
    ['', ''],
  ])('takes the address of %j', (ClientIP, address) => {
    expect(madeOf('OfficeActivity', { ClientIP, UserId: 'alice@contoso.com' })).toEqual({
      EntityAddress: address,
      EntityName: 'alice',
      EntityUPNSuffix: 'contoso.com',
    });
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
    const row = { TargetUserName: 't', SubjectUserName: 's', IpAddress: '-' };
    expect(madeOf('SecurityEvent', { ...row, EventID: 4624 })).toMatchObject({
      EntityName: 't',
      EntityAddress: '',
    });
    expect(madeOf('SecurityEvent', { ...row, EventID: 4688 }).EntityName).toBe('s');
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
    const chosen = chooseEntities(FACTS, table, identifiers);
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
    expect(chooseEntities(FACTS, table, identifiers).lines).toBe(
      '// Columns for the entities\n| extend\n    EntityA = Account\n| extend\n    EntityB = EntityA',
    );
  });

  it('knows no table column of a result that does not pass them', () => {
    const table = entry({
      entities: [{ type: 'Host', columns: columns({ FullName: 'Computer' }) }],
    });
    const none = { ...FACTS, passes: null };
    expect(chooseEntities(none, table, identifiers).entities).toEqual([]);
    const one = { ...none, columns: ['Computer'] };
    expect(chooseEntities(one, table, identifiers).entities).toHaveLength(1);
  });
});
