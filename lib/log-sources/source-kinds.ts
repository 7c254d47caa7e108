/** Kinds of log sources that an analyst handles alike. */
export const SOURCE_KINDS = [
  'process',
  'file',
  'registry',
  'library',
  'network',
  'dns',
  'script',
  'injection',
  'pipe',
  'windows-security',
  'windows-log',
  'linux-log',
  'cloud',
  'identity',
  'web',
  'antivirus',
  'network-device',
  'application',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
