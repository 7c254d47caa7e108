import type {
  Deployable,
  DeployFormat,
  DeployLimits,
  Loss,
  RenderedFile,
  Renderer,
} from '../types';
import { type FittedRule, fitAnalyticsRule, fitQuery, refusals } from './fit-analytics-rule';

/** Writes a deployable that fits into the files of a format. */
type WriteRule = (
  deployable: Deployable,
  fitted: FittedRule,
  query: string,
) => { readonly files: readonly RenderedFile[]; readonly losses: readonly Loss[] };

/**
 * A renderer of scheduled analytics rules, for the formats that name techniques as ARM's stable version
 * does. It refuses what Sentinel would refuse; a loss of effect `refused` from `write` leaves no file either.
 */
export function analyticsRuleRenderer(
  format: DeployFormat,
  limits: DeployLimits,
  write: WriteRule,
): Renderer {
  return (deployable) => {
    const { query, files: watchlists, losses: moved } = fitQuery(deployable, limits);
    const refused = refusals(deployable, query, limits);
    if (refused.length > 0) return { format, files: [], losses: refused };
    const fitted = fitAnalyticsRule(deployable, limits);
    const { files, losses } = write(deployable, fitted, query);
    const all = [
      ...deployable.losses,
      ...fitted.losses,
      ...subTechniqueLosses(deployable),
      ...losses,
      ...moved,
    ];
    return { format, files: files.length > 0 ? [...files, ...watchlists] : [], losses: all };
  };
}

function subTechniqueLosses({ techniques }: Deployable): Loss[] {
  const names = techniques.map(({ id }) => id).filter((id) => id.includes('.'));
  if (names.length === 0) return [];
  const who = names.length === 1 ? 'is named by its parent' : 'are named by their parents';
  const message = `The format names no sub-techniques: ${names.join(', ')} ${who}.`;
  return [{ code: 'deploy/sub-techniques', field: 'techniques', message, effect: 'changed' }];
}
