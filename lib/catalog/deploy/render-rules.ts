import path from 'node:path';
import type { DeployKnowledge } from '@/lib/deploy/knowledge';
import { type Renderers, renderMade } from '@/lib/deploy/render';
import type { DeployFormat, RenderedFile } from '@/lib/deploy/types';
import type { OwnTables } from '@/lib/own-tables/own-tables';
import type { Target } from '@/lib/target';
import type { IndexedRule } from '../rule-index';
import { chooseQueries } from './choose-queries';
import { deployableRules } from './deployables';
import { type ManifestEntry, manifestEntry } from './manifest';

export interface RenderOptions {
  readonly format: DeployFormat;
  readonly renderers: Renderers;
  readonly knowledge: DeployKnowledge;
  readonly targets: readonly Target[];
  /** Null: the rules' own queries, whatever they read. */
  readonly tables: OwnTables | null;
}

export interface RenderedQuery {
  readonly entry: ManifestEntry;
  readonly files: readonly RenderedFile[];
}

/**
 * Yields rules in this order: each of their queries for the targets, in the format, with its files where the
 * format's way of deploying wants them. Throws a StoredValueError that names the row if a column cannot be read.
 */
export async function* renderRules(
  rules: readonly IndexedRule[],
  options: RenderOptions,
): AsyncGenerator<readonly RenderedQuery[]> {
  const { targets, tables, knowledge, format } = options;
  const folder = knowledge.ways.get(format)?.folder ?? '.';
  const indexed = new Map(rules.map((rule) => [rule.id, rule]));
  for await (const rule of deployableRules([...indexed.keys()], knowledge)) {
    const queries = indexed.get(rule.id)?.queries ?? [];
    yield chooseQueries(rule, { queries }, targets, tables).map((query) => {
      const { files, losses } = renderMade(options.renderers, format, query.made);
      const placed = files.map((file) => ({ ...file, path: path.posix.join(folder, file.path) }));
      return { entry: manifestEntry(rule, query, { files: placed, losses }), files: placed };
    });
  }
}
