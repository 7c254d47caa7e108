import { ExternalLink } from '@/components/ui/external-link';
import { NoDescription } from '@/components/ui/no-description';
import { StrangerLink } from '@/components/ui/stranger-link';
import { StrangerText } from '@/components/ui/stranger-text';
import { Told } from '@/components/ui/told';
import { WithCode } from '@/components/ui/with-code';
import type { TechniqueGuidance } from '@/lib/catalog/guidance';
import type { Neighbour } from '@/lib/catalog/neighbours';
import type { AttackContext as Context, TechniqueContext } from '@/lib/enrich/types';
import { LIST_LIMIT } from '@/lib/text/limits';
import { CompareLink } from './compare-link';
import { logSourceName } from './log-source-name';
import { SharedTexts } from './shared-texts';
import { Origin } from './statements';

type Entry = { readonly id: string; readonly name: string; readonly url: string };

/** Names that are shown of one list; the technique's own page has all. */
const SHOWN = 6;

/** What ATT&CK and this catalog say about the rule's techniques, and other rules for them. */
export function AttackContext({
  ruleId,
  context,
  guidance,
  neighbours,
}: {
  ruleId: string;
  context: Context;
  guidance: readonly TechniqueGuidance[];
  neighbours: readonly Neighbour[];
}) {
  const { techniques, tactics, groups, software, unknownTags } = context;
  return (
    <div className="max-w-3xl space-y-5">
      {techniques.length === 0 ? (
        <p className="text-muted">
          The rule names no technique
          {tactics.length > 0
            ? `, only tactics: ${tactics.map(({ name }) => name).join(', ')}`
            : ''}
          .
        </p>
      ) : null}
      {techniques.map((technique, at) => (
        <Technique
          key={`${technique.id} ${technique.tag}`}
          technique={technique}
          guidance={guidance.find(({ id }) => id === technique.id) ?? null}
          isMain={at === 0}
        />
      ))}
      <Linked title="Groups that the rule names" entries={groups} total={groups.length} />
      <Linked title="Software that the rule names" entries={software} total={software.length} />
      {unknownTags.length > 0 ? (
        <p className="note note-warning text-sm">
          ATT&amp;CK {context.version} does not contain these tags:{' '}
          <code>
            <StrangerText text={unknownTags.slice(0, LIST_LIMIT).join(', ')} kind="sentence" />
          </code>
        </p>
      ) : null}
      <Neighbours ruleId={ruleId} neighbours={neighbours} />
      <p className="text-faint text-xs">ATT&amp;CK {context.version}</p>
    </div>
  );
}

function Technique({
  technique,
  guidance,
  isMain,
}: {
  technique: TechniqueContext;
  guidance: TechniqueGuidance | null;
  /** The one that the rule shows best. Of the others, the technique's own page tells. */
  isMain: boolean;
}) {
  const { id, name, tactics, successorOf, summary, url } = technique;
  return (
    <div>
      <h4 className="font-semibold">
        <a href={`/techniques/${id}`}>
          <code className="text-xs">{id}</code> {name}
        </a>
      </h4>
      <p className="text-muted text-sm">
        {tactics.map((tactic) => tactic.name).join(' · ')}
        {successorOf
          ? ` · replaces ${successorOf}, which the rule names and ATT&CK has revoked`
          : ''}
      </p>
      {summary ? (
        <p className="statement mt-1" data-origin="ATT&CK">
          {summary} <Origin basis={`ATT&CK: ${name}`} />
        </p>
      ) : (
        <NoDescription url={url} />
      )}
      <p className="mt-0.5 text-sm">
        <StrangerLink text={url} />
      </p>
      {guidance ? <Lore guidance={guidance} name={name} isMain={isMain} /> : null}
    </div>
  );
}

function Lore({
  guidance,
  name,
  isMain,
}: {
  guidance: TechniqueGuidance;
  name: string;
  isMain: boolean;
}) {
  const { lore, subs, dataComponents, detections, mitigations, groups, software, known } = guidance;
  return (
    <>
      {lore && isMain && lore.blind.length > 0 ? (
        <div className="statement mt-2" data-origin="catalog">
          <Told parts={[['Missed by this log source', lore.blind]]} />
          <Origin basis={`catalog: ${name}`} />
        </div>
      ) : null}
      <div className="named mt-2">
        <Linked title="Groups" entries={groups} total={known.groups} />
        <Linked title="Software" entries={software} total={known.software} />
        <Linked title="Data components" entries={dataComponents} total={dataComponents.length} />
        <Linked title="Detection strategies" entries={detections} total={detections.length} />
        <Linked title="Mitigations" entries={mitigations} total={mitigations.length} />
        {subs.length > 0 ? (
          <p className="prose text-sm">
            <span className="named-of">Sub-techniques</span>{' '}
            {subs.map((sub, at) => (
              <span key={sub.id}>
                {at > 0 ? ', ' : ''}
                <a href={`/techniques/${sub.id}`}>{sub.name}</a>
              </span>
            ))}
          </p>
        ) : null}
      </div>
    </>
  );
}

function Linked({
  title,
  entries,
  total,
}: {
  title: string;
  entries: readonly Entry[];
  total: number;
}) {
  if (entries.length === 0) return null;
  const shown = entries.slice(0, SHOWN);
  return (
    <p className="prose text-sm">
      <span className="named-of">{title}</span>{' '}
      {shown.map(({ id, name, url }, at) => (
        <span key={`${id} ${name}`}>
          {at > 0 ? ', ' : ''}
          <ExternalLink href={url}>{name}</ExternalLink>
        </span>
      ))}
      {total > shown.length ? ` and ${total - shown.length} more` : ''}
    </p>
  );
}

function Neighbours({ ruleId, neighbours }: { ruleId: string; neighbours: readonly Neighbour[] }) {
  if (neighbours.length === 0) return null;
  return (
    <div>
      <h4 className="font-semibold">Neighbouring rules</h4>
      <ul className="mt-1 space-y-1.5 text-sm">
        {neighbours.map(({ id, title, level, looksFor, shared, ...source }) => (
          <li key={id}>
            <a href={`/rules/${encodeURIComponent(id)}`}>
              <StrangerText text={title} kind="title" />
            </a>{' '}
            <span className="text-faint">
              <StrangerText text={`${level ?? 'no level'}, ${logSourceName(source)}`} kind="word" />
            </span>
            <SharedTexts shared={shared} /> <CompareLink ruleId={ruleId} other={{ id, title }} />
            <span className="block text-muted">
              <WithCode text={looksFor} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
