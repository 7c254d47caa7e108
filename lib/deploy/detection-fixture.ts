import fc from 'fast-check';
import type { Deployable } from './types';

/** A detection on DeviceProcessEvents in a workspace, for tests, with any of its parts replaced. */
export function detection(parts: Partial<Deployable> = {}): Deployable {
  return {
    id: '0b6a4f0e-8d3c-5c7e-9f5b-2a1d3e4f5a6b',
    ruleId: '6f3e2987-db24-4c78-a860-b4f4095a7095',
    target: 'sentinel',
    table: 'DeviceProcessEvents',
    name: 'Shadow copies deleted',
    description: 'Detects the deletion of shadow copies.\n\nAuthor: A. Author\nLicence: DRL 1.1',
    severity: 'High',
    isHunting: false,
    tactics: ['Impact', 'DefenseEvasion'],
    techniques: [
      { id: 'T1490', tactics: ['Impact'], azureSentinel: ['Impact'] },
      { id: 'T1070.004', tactics: ['DefenseEvasion'], azureSentinel: ['DefenseEvasion'] },
    ],
    header: '// Shadow copies deleted\n// Author: A. Author\n',
    query:
      'DeviceProcessEvents\n| where FileName =~ "vssadmin.exe"\n    and ProcessCommandLine has "delete"',
    result: { passes: 'DeviceProcessEvents', columns: [] },
    schedule: { frequency: 60, period: 60, reason: 'A detection on single events runs each hour.' },
    threshold: 0,
    entities: [
      { type: 'Host', fields: [{ identifier: 'FullName', column: 'DeviceName' }] },
      {
        type: 'Account',
        fields: [
          { identifier: 'Name', column: 'AccountName' },
          { identifier: 'NTDomain', column: 'AccountDomain' },
        ],
      },
    ],
    graphEntities: [
      {
        collection: 'hosts',
        columns: [
          { property: 'deviceIdColumn', column: 'DeviceId' },
          { property: 'nameColumn', column: 'DeviceName' },
        ],
      },
      { collection: 'accounts', columns: [{ property: 'sidColumn', column: 'AccountSid' }] },
    ],
    customDetails: [{ name: 'CommandLine', column: 'ProcessCommandLine' }],
    alertTitle: 'Shadow copies deleted on {{DeviceName}}',
    recommendedActions: '- Look at the parent process.\n',
    connectors: [{ connectorId: 'MicrosoftThreatProtection', dataTypes: ['DeviceProcessEvents'] }],
    version: '1.0.0',
    notNearRealTime: { sentinel: [], defender: [] },
    tags: ['Sigma'],
    losses: [],
    ...parts,
  };
}

/** The same detection in advanced hunting. */
export const defenderDetection = (parts: Partial<Deployable> = {}): Deployable =>
  detection({ target: 'defender-xdr', entities: [], connectors: [], ...parts });

/** What formats take for their own syntax, and what encodings and line ends break. */
const TRAPS = [
  '${',
  '$${',
  '$$$',
  '{env:TEMP}',
  '%{',
  '%%{',
  '%{ if true }',
  "'''",
  "'",
  '"',
  '"""',
  '\\',
  '\\"',
  '\\${',
  '\\u0041',
  '[',
  ']',
  '[concat(1)]',
  '{{',
  '}}',
  '{{DeviceName}}',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\nEOT\n',
  '\nKQL\n',
  '\n  KQL2\n',
  '\n---\n',
  '\n...\n',
  '# ',
  ': ',
  '- ',
  '|',
  '<<KQL\n',
  '//',
  '/*',
  '*/',
  'é',
  'e\u0301',
  '–',
  '„Wörter“',
  '日本',
  '🦊',
  '\u0000',
  '\u0007',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\ufeff',
  ' ',
  'a',
  'constructor',
  '__proto__',
];

/** Text that tries to leave its place in a file. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  {
    arbitrary: fc
      .array(fc.constantFrom(...TRAPS), { maxLength: 12 })
      .map((parts) => parts.join('')),
    weight: 4,
  },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }), weight: 1 },
  { arbitrary: fc.constantFrom('a'.repeat(300), '🦊'.repeat(150)), weight: 1 },
);
