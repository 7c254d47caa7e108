import type { HostOf } from '@/lib/kql/host-name';
import type { PivotFile } from './file-schema';

/** Products whose events come from the host that they are about. */
const ON_HOSTS: ReadonlySet<string> = new Set(['windows', 'linux', 'macos']);

/**
 * What names the host of the rows of a file’s tables that are about a product; null if nothing does. Without `host`,
 * only some of the rows come from a host.
 */
export function hostOf(
  file: Pick<PivotFile, 'host' | 'hostNames'> | undefined,
  product: string | null,
): HostOf | null {
  if (!file) return null;
  const { host, hostNames = null } = file;
  if (host) return { column: host, names: hostNames };
  const [column] = hostNames ?? [];
  return column !== undefined && ON_HOSTS.has(product ?? '') ? { column, names: hostNames } : null;
}
