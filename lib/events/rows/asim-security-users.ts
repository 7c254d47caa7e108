import type { EventRecord, TableRow } from '../types';
import { compact, datum } from '../windows/record';
import { account, header, PARSERS, recorded } from './asim-security-columns';
import { resolveDevice } from './device-name';

const SOURCE = `${PARSERS}/ASimUserManagement/Parsers/vimUserManagementMicrosoftSecurityEvent.yaml`;

/** The parser's types of events about users. */
const USER_EVENTS: Readonly<Record<number, string>> = {
  4720: 'UserCreated',
  4722: 'UserEnabled',
  4723: 'PasswordChanged',
  4724: 'PasswordReset',
  4725: 'UserDisabled',
  4726: 'UserDeleted',
  4738: 'UserModified',
  4740: 'UserLocked',
  4767: 'UserLocked',
  4781: 'UserModified',
};

/** The parser's types of events about groups. */
const GROUP_EVENTS: Readonly<Record<number, string>> = {
  4727: 'GroupCreated',
  4728: 'UserAddedToGroup',
  4729: 'UserRemovedFromGroup',
  4730: 'GroupDeleted',
  4731: 'GroupCreated',
  4732: 'UserAddedToGroup',
  4733: 'UserRemovedFromGroup',
  4734: 'GroupDeleted',
  4744: 'GroupCreated',
  4748: 'GroupDeleted',
  4749: 'GroupCreated',
  4753: 'GroupDeleted',
  4754: 'GroupCreated',
  4756: 'UserAddedToGroup',
  4757: 'UserRemovedFromGroup',
  4758: 'GroupDeleted',
  4759: 'GroupCreated',
  4763: 'GroupDeleted',
};

/** The user management event that ASIM's parser makes of an event of the Security log, or null. */
export function userManagementRow(record: EventRecord): TableRow | null {
  const user = USER_EVENTS[record.eventId];
  const type = user ?? GROUP_EVENTS[record.eventId];
  if (!type) return null;
  const actor = account(record, 'SubjectDomainName', 'SubjectUserName');
  const device = resolveDevice(record.computer);
  return recorded(
    '_Im_UserManagement',
    SOURCE,
    compact({
      ...header(record, 'UserManagement', type),
      DvcOs: 'Windows',
      ...device,
      Dvc: device.DvcHostname,
      Hostname: device.DvcHostname,
      ...(user ? userColumns(record) : groupColumns(record)),
      ActorUserId: datum(record, 'SubjectUserSid'),
      ActorSessionId: datum(record, 'SubjectLogonId'),
      ActorUsername: actor,
      User: actor,
    }),
  );
}

function userColumns(record: EventRecord): Record<string, unknown> {
  return {
    TargetUsername: account(
      record,
      'TargetDomainName',
      datum(record, 'TargetUserName') === '' ? 'OldTargetUserName' : 'TargetUserName',
    ),
    TargetUserId: datum(record, 'TargetSid'),
    NewPropertyValue: datum(record, 'NewTargetUserName'),
    PreviousPropertyValue: datum(record, 'OldTargetUserName'),
  };
}

function groupColumns(record: EventRecord): Record<string, unknown> {
  return {
    GroupName: account(record, 'TargetDomainName', 'TargetUserName'),
    GroupId: datum(record, 'TargetSid'),
    TargetUsername: datum(record, 'MemberName'),
    TargetUserId: datum(record, 'MemberSid'),
  };
}
