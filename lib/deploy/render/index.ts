import type { Deployable, DeployFormat, DeployLimits, Renderer, Rendering } from '../types';
import { arm } from './arm';
import { lossesOf } from './fit-analytics-rule';
import { hunting } from './hunting';
import { renderKql } from './kql';
import { sentinelYaml } from './sentinel-yaml';

/** The renderers by format. */
export type Renderers = Partial<Record<DeployFormat, Renderer>>;

export function createRenderers(limits: DeployLimits): Renderers {
  return {
    'sentinel-yaml': sentinelYaml(limits),
    arm: arm(limits),
    hunting: hunting(limits),
    kql: renderKql,
  };
}

/**
 * A deployable in a format. What every format refuses is refused here, so that a renderer need not look;
 * only the query alone, which carries a note, is never refused. Throws if there is no renderer.
 */
export function render(
  renderers: Renderers,
  format: DeployFormat,
  deployable: Deployable,
): Rendering {
  const renderer = renderers[format];
  if (!renderer) throw new Error(`There is no renderer for the format ${format}`);
  const refused = deployable.losses.filter(({ effect }) => effect === 'refused');
  if (refused.length === 0 || format === 'kql') return renderer(deployable);
  return { format, files: [], losses: lossesOf(format, refused) };
}
