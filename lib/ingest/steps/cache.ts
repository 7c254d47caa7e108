import type { Catalog } from '../../catalog/client';

/**
 * Results of expensive pure steps, kept between syncs under a hash of their inputs. This file reads
 * them; the sync that computed them writes them.
 */
export class ResultCache {
  readonly added = new Map<string, string>();
  private readonly catalog: Catalog;
  private readonly asked = new Set<string>();

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  async read(keys: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let at = 0; at < keys.length; at += 500) {
      const some = keys.slice(at, at + 500);
      for (const key of some) this.asked.add(key);
      const rows = await this.catalog.cache.findMany({ where: { key: { in: some } } });
      for (const { key, value } of rows) found.set(key, value);
    }
    return found;
  }

  add(key: string, value: string): void {
    this.added.set(key, value);
  }

  /** Keys that no step asked for. If this sync worked on all rules, they are unused. */
  async unused(): Promise<string[]> {
    const rows = await this.catalog.cache.findMany({ select: { key: true } });
    return rows.map(({ key }) => key).filter((key) => !this.asked.has(key));
  }
}
