const MiB = 1024 * 1024;

export interface Limits {
  /** Bytes in one rule file. SigmaHQ's largest has 0.3 MiB. */
  readonly ruleFile: number;
  /** Bytes in one file of sample events. */
  readonly sampleFile: number;
  /** Files and folders in a source. */
  readonly entries: number;
  /** Bytes in all files of a source, unpacked. SigmaHQ has 25 MiB. */
  readonly total: number;
  /** Bytes in a compressed archive. */
  readonly archive: number;
  /** Levels of nested folders. */
  readonly depth: number;
  /** Bytes in an ATT&CK bundle. Version 18.1 has 32 MiB. */
  readonly attackBundle: number;
}

export const LIMITS: Limits = {
  ruleFile: 1 * MiB,
  sampleFile: 4 * MiB,
  entries: 100_000,
  total: 512 * MiB,
  archive: 256 * MiB,
  depth: 32,
  attackBundle: 256 * MiB,
};

export function formatBytes(bytes: number): string {
  return bytes < MiB ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / MiB).toFixed(1)} MiB`;
}
