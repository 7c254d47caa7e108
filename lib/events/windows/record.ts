import type { EventRecord } from '../types';

/** The value of a named `<Data>` element, or the empty string, as parsers return it. */
export function datum(record: EventRecord, name: string): string {
  return record.data.find((entry) => entry.name === name)?.value ?? '';
}

export function has(record: EventRecord, name: string): boolean {
  return record.data.some((entry) => entry.name === name);
}

/** The last element of a Windows or Unix path. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}

/** What is before the last separator of a path. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'), 0));
}

/** Splits `DOMAIN\name`; the domain may be absent. */
export function splitUser(user: string): { domain: string; name: string } {
  const at = user.indexOf('\\');
  return at === -1
    ? { domain: '', name: user }
    : { domain: user.slice(0, at), name: user.slice(at + 1) };
}

/** `SHA1=…,MD5=…` as Sysmon writes hashes: the value of one algorithm, or the empty string. */
export function hashOf(hashes: string, algorithm: string): string {
  const found = new RegExp(`(?:^|,)${algorithm}=(\\w+)`, 'i').exec(hashes);
  return found?.[1] ?? '';
}

/** Decimal or `0x…` text as a number; null for any other text. */
export function toNumber(value: string): number | null {
  const trimmed = value.trim();
  if (!/^(?:0x[0-9a-f]+|-?\d+)$/i.test(trimmed)) return null;
  const parsed = Number(trimmed);
  return Number.isSafeInteger(parsed) ? parsed : null;
}

/** Drops `undefined`, so that a missing value is a missing column, not an empty one. */
export function compact(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== undefined && value !== null),
  );
}
