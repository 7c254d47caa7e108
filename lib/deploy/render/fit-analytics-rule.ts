import type { Deployable, DeployLimits, EntityMapping, Loss, RenderedFile } from '../types';
import { moveLists, watchlistCsv } from './move-lists';

/** What of a deployable an analytics rule or a hunting query of Sentinel can carry. */
export interface FittedRule {
  readonly name: string;
  readonly description: string;
  readonly entities: readonly EntityMapping[];
  readonly customDetails: Deployable['customDetails'];
  /** Null if the title is too long with its column. */
  readonly alertTitle: string | null;
  readonly losses: readonly Loss[];
}

/**
 * A deployable within Sentinel's limits, with what does not fit among the losses. `text` writes its texts
 * as the format needs them.
 */
export function fitAnalyticsRule(
  deployable: Deployable,
  limits: DeployLimits,
  text: (written: string) => string = (written) => written,
): FittedRule {
  const losses: Loss[] = [];
  const cut = (kind: 'name' | 'description', written: string, limit: number): string => {
    const whole = text(written);
    if (whole.length <= limit) return whole;
    const message = `The ${kind} is cut at ${limit} characters.`;
    losses.push({ code: `deploy/${kind}-cut`, field: kind, message, effect: 'changed' });
    return cutBeforeCredits(whole, limit);
  };
  const first = <Item>(kind: 'entities' | 'details', all: readonly Item[], limit: number) => {
    if (all.length <= limit) return all;
    const named = kind === 'entities' ? 'entities' : 'custom details';
    const message = `Only the first ${limit} of ${all.length} ${named} fit.`;
    const field = kind === 'entities' ? 'entityMappings' : 'customDetails';
    losses.push({ code: `deploy/${kind}-cut`, field, message, effect: 'lost' });
    return all.slice(0, limit);
  };
  const title = deployable.alertTitle === null ? null : text(deployable.alertTitle);
  return {
    name: cut('name', deployable.name, limits.nameCharacters),
    description: cut('description', deployable.description, limits.descriptionCharacters),
    entities: first('entities', deployable.entities, limits.entities),
    customDetails: first('details', deployable.customDetails, limits.customDetails),
    alertTitle: title !== null && title.length <= limits.titleFormatCharacters ? title : null,
    losses,
  };
}

/** A query as a format writes it, and the lists that it takes from watchlists. */
export interface FittedQuery {
  readonly query: string;
  /** Of the watchlists, to be imported first. */
  readonly files: readonly RenderedFile[];
  readonly losses: readonly Loss[];
}

/**
 * The query of a deployable with its header. Where it is too long for an analytics rule, its longest lists
 * are watchlists. `text` writes it as the format needs it.
 */
export function fitQuery(
  deployable: Deployable,
  limits: DeployLimits,
  text: (written: string) => string = (written) => written,
): FittedQuery {
  const query = text(deployable.header + deployable.query);
  const moved =
    query.length > limits.queryCharacters && deployable.target !== 'defender-xdr'
      ? moveLists(query, limits.queryCharacters, deployable.id)
      : null;
  if (!moved) return { query, files: [], losses: [] };
  const names = moved.watchlists.map(({ alias }) => alias);
  const count = moved.watchlists.reduce((sum, { values }) => sum + values.length, 0);
  const message = `The query is too long for a rule, so ${count} of its values are in watchlists. Import Watchlists/${names.join('.csv and ')}.csv first, each under its own name with SearchKey as the search key.`;
  return {
    query: moved.query,
    files: moved.watchlists.map((watchlist) => ({
      path: `Watchlists/${watchlist.alias}.csv`,
      text: watchlistCsv(watchlist),
    })),
    losses: [{ code: 'deploy/watchlist', field: 'query', message, effect: 'changed' }],
  };
}

/**
 * Why a deployable that not every format refuses cannot be an analytics rule or a hunting query of Sentinel,
 * whose query would be `written`. Empty if it can.
 */
export function refusals({ target }: Deployable, written: string, limits: DeployLimits): Loss[] {
  const found: Loss[] = [];
  if (target === 'defender-xdr') {
    found.push({
      code: 'deploy/wrong-target',
      field: 'query',
      message:
        'The query is for advanced hunting, whose tables have other columns than those of a workspace. Take the target Sentinel tables.',
      effect: 'refused',
    });
  }
  const { length } = written;
  if (length > limits.queryCharacters) {
    found.push({
      code: 'deploy/query-too-long',
      field: 'query',
      message: `The query has ${length} characters, and an analytics rule takes ${limits.queryCharacters}. It has no lists that could be watchlists: save it as a function, and deploy a rule that calls the function.`,
      effect: 'refused',
    });
  }
  return found;
}

const CUT = ' ...';

/** Cuts a text before its last paragraph. Author, licence and source are there, which a licence asks for. */
function cutBeforeCredits(text: string, length: number): string {
  const at = text.lastIndexOf('\n\n');
  const credits = at < 0 ? '' : text.slice(at);
  const room = length - credits.length - CUT.length;
  // Half of a surrogate pair is no character.
  const start = text.slice(0, Math.max(0, room)).replace(/[\uD800-\uDBFF]$/, '');
  return `${start.trimEnd()}${CUT}${credits}`;
}
