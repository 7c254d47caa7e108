import { countOf } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { StrangerText } from '@/components/ui/stranger-text';
import type { Loss } from '@/lib/deploy/types';
import type { DeployFacts as Facts } from '@/lib/workbench/types';
import { spanOf } from './time-span';

/*
 * What a rule's page and the translate page show alike of a query as a detection.
 */

const EFFECT = { refused: 'Refused', lost: 'Lost', changed: 'Changed' } as const;

/** What a detection is when it lands, and which format suits a rule that is for hunting. */
export function DeployIntroduction({ isHunting }: { isHunting: boolean }) {
  return (
    <p className="mb-2 max-w-3xl text-muted">
      This query as a detection. It lands disabled, takes no action of its own, and names author,
      licence and source.
      {isHunting
        ? ' A rule of this level, or for threat hunting, is better run by an analyst: take the hunting query.'
        : ''}
    </p>
  );
}

/** A format's name with how it takes the query, as a sign and in words. */
export function Standing({
  name,
  refused,
  losses,
}: {
  name: string;
  refused: boolean;
  losses: readonly Loss[];
}) {
  const [icon, colour, words] = refused
    ? (['cross', 'text-bad', 'refused'] as const)
    : losses.length > 0
      ? (['approximate', 'text-warn', countOf(losses.length, 'loss', 'losses')] as const)
      : (['done', 'text-good', 'whole'] as const);
  return (
    <>
      <Icon name={icon} className={colour} /> {name} <span className={colour}>{words}</span>
    </>
  );
}

/** What a format cannot carry; nothing if it carries all. */
export function Losses({ losses }: { losses: readonly Loss[] }) {
  if (losses.length === 0) return null;
  return (
    <ul aria-label="What the format cannot carry" className="space-y-1.5 text-sm">
      {losses.map(({ code, field, message, effect }) => (
        <li
          key={`${code} ${field} ${message}`}
          className={`note note-${effect === 'refused' ? 'error' : 'info'}`}
        >
          <strong className="font-semibold text-text">{EFFECT[effect]}</strong>{' '}
          <StrangerText text={message} kind="sentence" />{' '}
          <code className="text-faint text-xs">{field}</code>
        </li>
      ))}
    </ul>
  );
}

/** What decides how the detection runs, before anybody reads the file. */
export function DeployFacts({ facts, format }: { facts: Facts; format: string }) {
  const { schedule, entities, graphEntities, connectors, version } = facts;
  const isGraph = format === 'defender-json';
  const obstacles = facts.notNearRealTime[isGraph ? 'defender' : 'sentinel'];
  const types = isGraph
    ? graphEntities.map(({ collection }) => collection)
    : entities.map(({ type }) => type);
  return (
    <dl className="deploy-facts">
      {format === 'kql' || format === 'hunting' ? null : (
        <>
          <dt>Runs</dt>
          <dd>
            every {spanOf(schedule.frequency).replace(/^1 (\w+)$/, '$1')} over the last{' '}
            {spanOf(schedule.period)}. <span className="text-muted">{schedule.reason}</span>
          </dd>
        </>
      )}
      {format === 'kql' || types.length === 0 ? null : (
        <>
          <dt>Entities</dt>
          <dd>{[...new Set(types)].join(', ')}</dd>
        </>
      )}
      {connectors.length === 0 ? null : (
        <>
          <dt>Connectors</dt>
          <dd>{connectors.map(({ connectorId }) => connectorId).join(', ')}</dd>
        </>
      )}
      {format === 'kql' || format === 'hunting' ? null : (
        <>
          <dt>Near real time</dt>
          <dd>{obstacles.length === 0 ? 'possible' : `no. ${obstacles.join(' ')}`}</dd>
        </>
      )}
      <dt>Version</dt>
      <dd>{version}</dd>
    </dl>
  );
}
