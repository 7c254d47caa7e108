import type { DeployKnowledge } from '@/lib/deploy/knowledge';
import { type Renderers, render } from '@/lib/deploy/render';
import type { DeployFormat, MadeDeployable, RenderedFile, Rendering } from '@/lib/deploy/types';
import type { Target } from '@/lib/target';
import { chooseQueries } from './choose-queries';
import { deployableRules } from './deployables';
import { type ManifestEntry, manifestEntry } from './manifest';

export interface RenderOptions {
  readonly format: DeployFormat;
  readonly renderers: Renderers;
  readonly knowledge: DeployKnowledge;
  readonly targets: readonly Target[];
  /** Null: the rules' own queries. */
  readonly tables: ReadonlySet<string> | null;
}

export interface RenderedQuery {
  readonly entry: ManifestEntry;
  readonly files: readonly RenderedFile[];
}

/**
 * Yields rules by their ids, in this order: each of their queries for the targets, in the format. Throws a
 * StoredValueError that names the row if a column cannot be read.
 */
export async function* renderRules(
  ids: readonly string[],
  options: RenderOptions,
): AsyncGenerator<readonly RenderedQuery[]> {
  for await (const rule of deployableRules(ids, options.knowledge)) {
    yield chooseQueries(rule, options.targets, options.tables).map((query) => {
      const rendering = renderMade(query.made, options);
      return { entry: manifestEntry(rule, query, rendering), files: rendering.files };
    });
  }
}

/** A deployable in a format, or the reason that there is none. */
export function renderMade(
  { deployable, refused }: MadeDeployable,
  { format, renderers }: Pick<RenderOptions, 'format' | 'renderers'>,
): Rendering {
  if (deployable) return render(renderers, format, deployable);
  return { format, files: [], losses: [{ format, ...refused }] };
}
