import type { EventRecord, TableRow } from '../types';
import { compact, datum } from '../windows/record';
import { device, header } from './asim-security-columns';

const SOURCE =
  'https://learn.microsoft.com/windows-hardware/drivers/install/hklm-system-currentcontrolset-services-registry-tree';

/** The field that has the command line, by the event: of the Security log, of the System log. */
const COMMAND_LINES: Readonly<Record<number, string>> = {
  4697: 'ServiceFileName',
  7045: 'ImagePath',
};

/**
 * What a registry sensor records when a service is installed: the service control manager writes the
 * command line as ImagePath below the service's key. Null for events other than 4697 and 7045.
 */
export function serviceRegistryRow(record: EventRecord): TableRow | null {
  const field = COMMAND_LINES[record.eventId];
  if (!field) return null;
  const image = 'C:\\Windows\\System32\\services.exe';
  // The row is not the event's, so neither its table nor its id is known.
  const {
    Type: _,
    EventOriginalType: __,
    EventProduct: ___,
    ...common
  } = header(record, 'RegistryEvent', 'RegistryValueSet');
  return {
    table: '_Im_RegistryEvent',
    origin: 'equivalent',
    source: SOURCE,
    row: compact({
      ...common,
      ...device(record),
      ActingProcessName: image,
      Process: image,
      RegistryKey: `HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\${datum(record, 'ServiceName')}`,
      RegistryValue: 'ImagePath',
      RegistryValueData: datum(record, field),
    }),
  };
}
