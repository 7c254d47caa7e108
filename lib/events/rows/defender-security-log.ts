import type { EventRecord, TableRow } from '../types';
import { baseName, compact, datum, folderOf, toNumber } from '../windows/record';
import { deviceRow, TABLES } from './defender-row';

/*
 * What Defender's sensors hold for activity that the Security log records as well. A public map names the
 * event behind an ActionType; published rows of some of these actions repeat the event's data in
 * AdditionalFields under the same names, and the others are taken to do so too.
 */

const MIRRORED = new Map([
  [4719, 'AuditPolicyModification'],
  [4731, 'SecurityGroupCreated'],
  [4734, 'SecurityGroupDeleted'],
  [4738, 'UserAccountModified'],
  [4797, 'AccountCheckedForBlankPassword'],
  [5025, 'FirewallServiceStopped'],
  [5031, 'FirewallInboundConnectionToAppBlocked'],
  [5136, 'DirectoryServiceObjectModified'],
  [5137, 'DirectoryServiceObjectCreated'],
  [5142, 'NetworkShareObjectAdded'],
  [5143, 'NetworkShareObjectModified'],
  [5144, 'NetworkShareObjectDeleted'],
  [5145, 'NetworkShareObjectAccessChecked'],
  [6416, 'PnpDeviceConnected'],
]);

/** Defender for Identity writes sentences. */
const DIRECTORY = new Map([
  [4728, 'Group Membership changed'],
  [4729, 'Group Membership changed'],
  [4756, 'Group Membership changed'],
  [4757, 'Group Membership changed'],
  [4781, 'SAM Account Name changed'],
]);

/** The right to replicate the directory, which event 4662 names by its identifiers. */
const REPLICATION = /1131f6a[ad]-9c07-11d1|9923a32a-3607-11d2|89e95b76-444d-4c62/i;

/** The rows of Defender's tables for an event of the Security log, if there is a counterpart. */
export function defenderSecurityRows(record: EventRecord): TableRow[] {
  const mirrored = MIRRORED.get(record.eventId);
  if (mirrored) return [deviceEvent(record, mirrored, mirroredColumns(record))];
  const change = DIRECTORY.get(record.eventId);
  if (change) return [directoryEvent(record, change)];
  switch (record.eventId) {
    case 4656:
    case 4658:
    case 4663:
      return accessed(record);
    case 4657:
      return [registryWrite(record)];
    case 4662:
      return REPLICATION.test(datum(record, 'Properties'))
        ? [directoryEvent(record, 'Directory Services replication')]
        : [];
    case 5156:
      return [connection(record)];
    default:
      return [];
  }
}

function mirroredColumns(record: EventRecord): Record<string, unknown> {
  const fields = new Map(record.data.map(({ name, value }) => [name, value]));
  // A published row has the GUID without braces.
  const guid = fields.get('SubcategoryGuid');
  if (guid !== undefined) fields.set('SubcategoryGuid', guid.replace(/[{}]/g, ''));
  return {
    ...actor(record),
    AccountName: datum(record, 'TargetUserName'),
    RemoteIP: datum(record, 'IpAddress'),
    AdditionalFields: JSON.stringify(Object.fromEntries(fields)),
  };
}

/** A process that was opened, or a file that was written to: reads of files leave no row. */
function accessed(record: EventRecord): TableRow[] {
  const path = datum(record, 'ObjectName');
  if (/\.exe$/i.test(path)) {
    const access = toNumber(datum(record, 'AccessMask'));
    const columns = {
      ...actor(record),
      FileName: baseName(path),
      FolderPath: folderOf(path),
      AdditionalFields: JSON.stringify(access === null ? {} : { DesiredAccess: access }),
    };
    return [deviceEvent(record, 'OpenProcessApiCall', columns)];
  }
  if (!/^[A-Z]:\\/i.test(path) || datum(record, 'AccessMask') === '0x1') return [];
  const removed = datum(record, 'AccessMask') === '0x10000';
  return [
    deviceRow(record, 'DeviceFileEvents', {
      ActionType: removed ? 'FileDeleted' : 'FileModified',
      FileName: baseName(path),
      FolderPath: path,
      ...actor(record),
    }),
  ];
}

function registryWrite(record: EventRecord): TableRow {
  const key = datum(record, 'ObjectName')
    .replace(/^\\REGISTRY\\MACHINE/i, 'HKEY_LOCAL_MACHINE')
    .replace(/^\\REGISTRY\\USER/i, 'HKEY_CURRENT_USER');
  const name = datum(record, 'ObjectValueName');
  const columns =
    datum(record, 'OperationType') === '%%1906'
      ? {
          ActionType: 'RegistryValueDeleted',
          PreviousRegistryKey: key,
          PreviousRegistryValueName: name,
        }
      : {
          ActionType: 'RegistryValueSet',
          RegistryKey: key,
          RegistryValueName: name,
          RegistryValueData: datum(record, 'NewValue'),
        };
  return deviceRow(record, 'DeviceRegistryEvents', { ...columns, ...actor(record) });
}

function connection(record: EventRecord): TableRow {
  const inbound = datum(record, 'Direction') === '%%14592' || datum(record, 'LayerRTID') === '44';
  const [local, remote] = inbound ? ['Dest', 'Source'] : ['Source', 'Dest'];
  const path = datum(record, 'Application');
  return deviceRow(record, 'DeviceNetworkEvents', {
    ActionType: inbound ? 'InboundConnectionAccepted' : 'ConnectionSuccess',
    LocalIP: datum(record, `${local}Address`),
    LocalPort: toNumber(datum(record, `${local}Port`)),
    RemoteIP: datum(record, `${remote}Address`),
    RemotePort: toNumber(datum(record, `${remote}Port`)),
    InitiatingProcessFileName: baseName(path),
    InitiatingProcessFolderPath: path.toLowerCase(),
  });
}

function directoryEvent(record: EventRecord, action: string): TableRow {
  const renamed = action === 'SAM Account Name changed';
  return {
    table: 'IdentityDirectoryEvents',
    origin: 'equivalent',
    source: `${TABLES}-identitydirectoryevents-table`,
    row: compact({
      Timestamp: record.time,
      ActionType: action,
      AccountName: datum(record, 'SubjectUserName'),
      AccountDomain: datum(record, 'SubjectDomainName'),
      AccountSid: datum(record, 'SubjectUserSid'),
      AdditionalFields: renamed
        ? {
            'FROM SAM Account Name': datum(record, 'OldTargetUserName'),
            'TO SAM Account Name': datum(record, 'NewTargetUserName'),
          }
        : {},
    }),
  };
}

function actor(record: EventRecord): Record<string, unknown> {
  const path = datum(record, 'ProcessName');
  return {
    InitiatingProcessAccountName: datum(record, 'SubjectUserName'),
    InitiatingProcessAccountDomain: datum(record, 'SubjectDomainName'),
    InitiatingProcessFileName: baseName(path),
    InitiatingProcessFolderPath: path.toLowerCase(),
  };
}

function deviceEvent(
  record: EventRecord,
  action: string,
  columns: Record<string, unknown>,
): TableRow {
  return deviceRow(record, 'DeviceEvents', { ActionType: action, ...columns });
}
