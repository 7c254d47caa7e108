const MiB = 1024 * 1024;

export interface Limits {
  /** Bytes of one rule file; the largest of SigmaHQ has 0.3 MiB. */
  readonly ruleFile: number;
  /** Bytes of one file of sample events. */
  readonly sampleFile: number;
  /** Files and folders in a source. */
  readonly entries: number;
  /** Bytes of all files of a source, unpacked; SigmaHQ has 25 MiB. */
  readonly total: number;
  /** Bytes of an archive as it is transferred. */
  readonly archive: number;
  /** Folders below each other. */
  readonly depth: number;
  /** Bytes of an ATT&CK bundle; version 18.1 has 32 MiB. */
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
