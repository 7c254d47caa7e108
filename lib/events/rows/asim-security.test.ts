import { describe, expect, it } from 'vitest';
import { readRaw } from '../read-raw';
import { toRaw } from '../to-raw';
import type { TableRow } from '../types';
import { asimSecurityRows } from './asim-security';

function rowsOf(eventId: number, data: Record<string, string>): TableRow[] {
  const source = { product: 'windows', category: null, service: 'security' };
  const read = readRaw(toRaw(source, { EventID: String(eventId), ...data }));
  if (read?.kind !== 'record') throw new Error('not a Windows event');
  return asimSecurityRows(read.record);
}

describe('asimSecurityRows', () => {
  it('keeps the task and its escaped content in an audit event', () => {
    const task = { TaskName: '\\Updater', TaskContentNew: '<Command>cmd</Command>' };
    expect(rowsOf(4702, task)).toMatchObject([
      {
        table: '_Im_AuditEvent',
        row: {
          EventOriginalType: '4702',
          Object: '\\Updater',
          NewValue: '&lt;Command&gt;cmd&lt;/Command&gt;',
        },
      },
    ]);
  });

  it('names the security log as the object of a cleared log', () => {
    expect(rowsOf(1102, { SubjectUserName: 'ann', SubjectDomainName: 'OFFICE' })).toMatchObject([
      { row: { Object: 'Security Logs', ActorUsername: 'OFFICE\\ann' } },
    ]);
  });

  it('drops the braces around a changed attribute', () => {
    expect(rowsOf(5136, { AttributeValue: '{a-b}' })[0]?.row.NewValue).toBe('a-b');
  });

  it('calls the target of a membership a group and the member the user', () => {
    const added = {
      TargetUserName: 'Administrators',
      TargetDomainName: 'Builtin',
      MemberSid: 'S-1',
    };
    expect(rowsOf(4732, added)).toMatchObject([
      {
        table: '_Im_UserManagement',
        row: {
          EventOriginalType: '4732',
          GroupName: 'Builtin\\Administrators',
          TargetUserId: 'S-1',
        },
      },
    ]);
  });

  it('keeps both names of a renamed account and takes the old one for its name', () => {
    const renamed = { OldTargetUserName: 'PC$', NewTargetUserName: 'DC' };
    expect(rowsOf(4781, renamed)[0]?.row).toMatchObject({
      TargetUsername: 'PC$',
      PreviousPropertyValue: 'PC$',
      NewPropertyValue: 'DC',
    });
  });

  it('puts the application of an outbound connection on the side of the source, without an event id', () => {
    const connection = { Direction: '%%14593', Application: '\\device\\a.exe', DestPort: '88' };
    const row = rowsOf(5156, connection)[0]?.row;
    expect(row).toMatchObject({
      DvcAction: 'Allow',
      NetworkDirection: 'Outbound',
      SrcAppName: '\\device\\a.exe',
      DstAppName: '',
      DstPortNumber: 88,
    });
    expect(row).not.toHaveProperty('EventOriginalType');
  });

  it('has the command line of a new service as an equivalent registry value', () => {
    const service = { ServiceName: 'Ledger', ServiceFileName: '%COMSPEC% /c a' };
    expect(rowsOf(4697, service)).toMatchObject([
      {
        table: '_Im_RegistryEvent',
        origin: 'equivalent',
        row: { RegistryValue: 'ImagePath', RegistryValueData: '%COMSPEC% /c a' },
      },
    ]);
  });

  it('words the type, the port and the process of a logon as the parser does', () => {
    const logon = { LogonType: '3', IpPort: '50000', ProcessName: 'C:\\a.exe' };
    expect(rowsOf(4624, logon)[0]?.row).toMatchObject({
      EventSubType: 'Network',
      TargetPortNumber: 50_000,
      ActingProcessName: 'C:\\a.exe',
    });
  });

  it('names the file of a new process, which need not be its original name', () => {
    expect(rowsOf(4688, { NewProcessName: 'C:\\Temp\\a.exe' })[0]?.row).toMatchObject({
      TargetProcessName: 'C:\\Temp\\a.exe',
      TargetProcessFilename: 'a.exe',
    });
  });

  it('takes the workstation of a logon for the device, and names the computer as what was signed in to', () => {
    const logon = { LogonType: '3', WorkstationName: 'PC7', Computer: 'dc.office.example' };
    const row = rowsOf(4624, logon)[0]?.row;
    expect(row).toMatchObject({ Dvc: 'PC7', LogonTarget: 'dc.office.example' });
    expect(row).not.toHaveProperty('DvcHostname');
  });

  it('has the device of an audit event or a registry write only by its full name', () => {
    const cleared = (computer: string) => rowsOf(1102, { Computer: computer })[0]?.row;
    expect(cleared('dc.office.example')).toMatchObject({
      Dvc: 'dc.office.example',
      DvcHostname: 'dc',
    });
    expect(cleared('dc')).toMatchObject({ DvcHostname: 'dc' });
    expect(cleared('dc')?.Dvc ?? '').toBe('');
  });

  it('makes no row of an event that no parser reads', () => {
    expect(rowsOf(5145, { ShareName: 'C$' })).toEqual([]);
  });
});
