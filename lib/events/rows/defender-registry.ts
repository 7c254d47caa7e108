import { compact } from '../windows/record';

/*
 * How Defender records what Sysmon calls TargetObject and Details. Keys and values are separate, hives
 * have long names, user hives are HKEY_CURRENT_USER\<SID>, CurrentControlSet is ControlSet001 and
 * numbers are decimal text. Sources: raw streamed records (elastic/integrations, test-device.log) and
 * public hunting queries. HKEY_LOCAL_MACHINE\SOFTWARE\Classes for HKCR is inferred.
 */

const ACTIONS = new Map(
  Object.entries<string>({
    CreateKey: 'RegistryKeyCreated',
    DeleteKey: 'RegistryKeyDeleted',
    DeleteValue: 'RegistryValueDeleted',
    SetValue: 'RegistryValueSet',
    RenameKey: 'RegistryKeyRenamed',
  }),
);

export function defenderRegistry(
  field: (name: string) => string | undefined,
): Record<string, unknown> {
  const target = defenderKey(field('TargetObject') ?? '');
  const action = ACTIONS.get(field('EventType') ?? '') ?? 'RegistryValueSet';
  const cut = target.lastIndexOf('\\');
  const key = cut === -1 ? '' : target.slice(0, cut);
  const value = target.slice(cut + 1);
  switch (action) {
    case 'RegistryKeyCreated':
      return { ActionType: action, RegistryKey: target };
    case 'RegistryKeyDeleted':
      return { ActionType: action, PreviousRegistryKey: target };
    case 'RegistryValueDeleted':
      return {
        ActionType: action,
        PreviousRegistryKey: key,
        PreviousRegistryValueName: value,
      };
    case 'RegistryKeyRenamed':
      return {
        ActionType: action,
        RegistryKey: defenderKey(field('NewName') ?? ''),
        PreviousRegistryKey: target,
      };
    default:
      return compact({
        ActionType: action,
        RegistryKey: key,
        RegistryValueName: value,
        ...defenderData(field('Details')),
      });
  }
}

function defenderKey(target: string): string {
  return longHive(target).replace(
    /^(HKEY_LOCAL_MACHINE\\SYSTEM\\)CurrentControlSet(?=\\|$)/i,
    '$1ControlSet001',
  );
}

function longHive(target: string): string {
  const cut = target.indexOf('\\');
  if (cut === -1) return target;
  const rest = target.slice(cut + 1);
  switch (target.slice(0, cut).toUpperCase()) {
    case 'HKLM':
      return `HKEY_LOCAL_MACHINE\\${rest}`;
    case 'HKU':
      return /^S-1-5-21-/i.test(rest) ? `HKEY_CURRENT_USER\\${rest}` : `HKEY_USERS\\${rest}`;
    case 'HKCU':
      return `HKEY_CURRENT_USER\\${rest}`;
    case 'HKCR':
      return `HKEY_LOCAL_MACHINE\\SOFTWARE\\Classes\\${rest}`;
    default:
      return target;
  }
}

function defenderData(details: string | undefined): Record<string, unknown> {
  if (details === undefined) return {};
  const word = /^(DWORD|QWORD) \((0x[0-9a-f]+)(?:-(0x[0-9a-f]+))?\)$/i.exec(details);
  if (word?.[2]) {
    // Sysmon prints a QWORD as its high and low halves.
    const high = word[3] ? BigInt(word[2]) << 32n : 0n;
    const low = BigInt(word[3] ?? word[2]);
    return {
      RegistryValueType: word[1]?.toUpperCase() === 'DWORD' ? 'Dword' : 'Qword',
      RegistryValueData: (high + low).toString(),
    };
  }
  // How Sysmon writes an empty value.
  if (details === '(Empty)') return { RegistryValueType: 'String', RegistryValueData: '' };
  if (details === 'Binary Data') return { RegistryValueType: 'Binary', RegistryValueData: '' };
  return { RegistryValueType: 'String', RegistryValueData: details };
}
