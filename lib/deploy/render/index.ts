import type { DeployKnowledge } from '../knowledge';
import type { Deployable, DeployFormat, MadeDeployable, Renderer, Rendering } from '../types';
import { arm } from './arm';
import { azapi } from './azapi';
import { bicep } from './bicep';
import { defenderJson } from './defender-json';
import { hunting } from './hunting';
import { renderKql } from './kql';
import { sentinelYaml } from './sentinel-yaml';
import { terraform } from './terraform';

/** The renderers by format, in the order in which formats are offered. */
export type Renderers = Readonly<Record<DeployFormat, Renderer>>;

export function createRenderers({ limits }: Pick<DeployKnowledge, 'limits'>): Renderers {
  return {
    'sentinel-yaml': sentinelYaml(limits),
    arm: arm(limits),
    bicep: bicep(limits),
    terraform: terraform(limits),
    azapi: azapi(limits),
    'defender-json': defenderJson(limits),
    hunting: hunting(limits),
    kql: renderKql,
  };
}

/**
 * A deployable in a format. What every format refuses is refused here, so that a renderer need not look;
 * only the query alone, which carries a note, is never refused.
 */
export function render(
  renderers: Renderers,
  format: DeployFormat,
  deployable: Deployable,
): Rendering {
  const renderer = renderers[format];
  const refused = deployable.losses.filter(({ effect }) => effect === 'refused');
  if (refused.length === 0 || format === 'kql') return renderer(deployable);
  return { format, files: [], losses: refused };
}

/** A deployable in a format, or the reason that there is none. */
export function renderMade(
  renderers: Renderers,
  format: DeployFormat,
  { deployable, refused }: MadeDeployable,
): Rendering {
  if (deployable) return render(renderers, format, deployable);
  return { format, files: [], losses: [refused] };
}

/** A query in a format, with what people call the format. */
export interface NamedRendering extends Rendering {
  readonly name: string;
  readonly what: string;
}

/** A deployable in every format, in the order in which formats are offered. */
export function inEveryFormat(
  renderers: Renderers,
  { ways }: Pick<DeployKnowledge, 'ways'>,
  made: MadeDeployable,
): NamedRendering[] {
  return [...ways].map(([format, { name, what }]) => ({
    ...renderMade(renderers, format, made),
    name,
    what,
  }));
}
