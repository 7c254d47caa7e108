import { createHash } from 'node:crypto';
import type { Bytes } from '@/lib/catalog/stored/pack';
import type { Catalog } from '../../catalog/client';

/**
 * Results of expensive pure steps, kept between syncs under a hash of their inputs. This file reads
 * them; the sync that computed them writes them.
 */
export class ResultCache {
  readonly added = new Map<string, Bytes>();
  private readonly catalog: Catalog;
  private readonly asked = new Set<string>();

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  async read(keys: readonly string[]): Promise<Map<string, Bytes>> {
    const found = new Map<string, Bytes>();
    for (let at = 0; at < keys.length; at += 500) {
      const some = new Map(keys.slice(at, at + 500).map((key) => [storedKey(key), key]));
      for (const stored of some.keys()) this.asked.add(stored);
      const rows = await this.catalog.cache.findMany({ where: { key: { in: [...some.keys()] } } });
      for (const { key, value } of rows) found.set(some.get(key) ?? key, value);
    }
    return found;
  }

  add(key: string, value: Bytes): void {
    this.added.set(storedKey(key), value);
  }

  /** Keys that no step asked for. If this sync worked on all rules, they are unused. */
  async unused(): Promise<string[]> {
    const rows = await this.catalog.cache.findMany({ select: { key: true } });
    return rows.map(({ key }) => key).filter((key) => !this.asked.has(key));
  }
}

/** A key in 43 letters: there are more rows of this table than of any other. */
function storedKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
