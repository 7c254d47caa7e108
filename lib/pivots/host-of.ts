import type { HostOf } from '@/lib/kql/host-name';
import type { PivotFile } from './file-schema';

/** What names the host of the rows of a file’s tables; null if nothing does. */
export function hostOf(file: Pick<PivotFile, 'host' | 'hostNames'> | undefined): HostOf | null {
  return file?.host ? { column: file.host, names: file.hostNames ?? null } : null;
}
