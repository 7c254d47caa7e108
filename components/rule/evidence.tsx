import { CopyButton } from '@/components/ui/copy-button';
import { countOf } from '@/components/ui/count';
import { Icon } from '@/components/ui/icon';
import { PROOF_NAME, type ProofMeanings } from '@/components/ui/proof';
import { Section } from '@/components/ui/section';
import { StrangerText } from '@/components/ui/stranger-text';
import { formatTime } from '@/components/ui/time';
import { hrefOfChoice, type QueryChoice, runsOf, shownProof } from '@/lib/catalog/query-choice';
import type { RuleDetail, StoredEvidence } from '@/lib/catalog/rule';
import { TARGET_NAME } from '@/lib/target';
import { EventView } from './event-view';

const SHOWN = 6;
const SHOWN_MISSES = 12;

const TITLE = {
  sample: 'Published sample events',
  written: 'Events written for the rule',
  constructed: 'Events made from the rule',
} as const satisfies Record<StoredEvidence['kind'], string>;

/** The events on which the shown query was run, with the results of rule and query. */
export function EvidencePanel({
  rule,
  choice,
  meanings,
}: {
  rule: RuleDetail;
  choice: QueryChoice | null;
  meanings: ProofMeanings;
}) {
  const evidence = runsOf(rule, choice);
  const proof = shownProof(rule, choice);
  return (
    <Section inner id="evidence" title="Evidence">
      <div className="max-w-5xl space-y-4">
        <p>
          <b>{PROOF_NAME[proof]}.</b> {meanings[proof]}
        </p>
        {choice ? <Check choice={choice} /> : <p className="text-muted">The rule has no query.</p>}
        <Disagreement outcome={choice?.variant.outcome} runs={evidence} />
        {choice && evidence.some(({ sigma, kql }) => sigma && kql) ? (
          <TenantProof rule={rule} choice={choice} />
        ) : null}
        {(['sample', 'written', 'constructed'] as const).map((kind) => (
          <Runs key={kind} kind={kind} runs={evidence.filter((each) => each.kind === kind)} />
        ))}
        {proof !== 'pending' && choice && choice.variant.kql !== null && evidence.length === 0 ? (
          <p className="text-muted">
            This query has not been run on any event: the source publishes no sample for this rule,
            and Watchfloor could not make one.
          </p>
        ) : null}
      </div>
    </Section>
  );
}

/** The query with its own rows, to be run where it will be used. */
function TenantProof({ rule, choice }: { rule: RuleDetail; choice: QueryChoice }) {
  const { target } = choice.translation;
  const href = hrefOfChoice(rule.id, choice, '/proof');
  const place = target === 'defender-xdr' ? 'advanced hunting' : 'Logs';
  return (
    <div className="note flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="min-w-0 flex-1 basis-80">
        <b>Prove it in your tenant.</b> Paste this into {place}: the query with events that it must
        find and events that it must not, in place of the tables. It reads nothing of yours and
        answers in one row.
      </p>
      <span className="flex gap-2">
        <CopyButton label="Copy proof" about="of this query" href={href} />
        <a className="button" data-kind="quiet" href={href}>
          Open
        </a>
      </span>
    </div>
  );
}

function Check({ choice: { translation } }: { choice: QueryChoice }) {
  const { checkErrors, target, translatorVersion } = translation;
  if (checkErrors === null) {
    return (
      <p className="text-muted">
        {translation.kql === null
          ? `The rule has no query for ${TARGET_NAME[target]}, so there was nothing to run.`
          : `The check of the query against the ${TARGET_NAME[target]} schema by Microsoft’s parser is pending.`}
      </p>
    );
  }
  const clean = checkErrors === 0;
  return (
    <p className="flex items-baseline gap-2">
      <Icon name={clean ? 'done' : 'cross'} className={clean ? 'text-good' : 'text-bad'} />
      <span>
        Microsoft’s parser checks the query against the {TARGET_NAME[target]} schema and finds{' '}
        {clean ? 'no errors' : countOf(checkErrors, 'error')}.{' '}
        <span className="text-faint text-xs">
          translator <code>{translatorVersion.slice(0, 12)}</code>
        </span>
      </span>
    </p>
  );
}

function Disagreement({
  outcome,
  runs,
}: {
  outcome: QueryChoice['variant']['outcome'] | undefined;
  runs: readonly StoredEvidence[];
}) {
  const count = runs.filter(({ differs }) => differs).length;
  if (count === 0) return null;
  return (
    <p className={`note note-${outcome === 'exact' ? 'error' : 'warning'}`}>
      {outcome === 'exact'
        ? `The query disagrees with the rule on ${countOf(count, 'event')} below, or on its near misses. Read why before you use it.`
        : `On ${countOf(count, 'event')} below, or on its near misses, the query differs from the rule. The notes beside the query say where and why.`}
    </p>
  );
}

function Runs({ kind, runs }: { kind: StoredEvidence['kind']; runs: readonly StoredEvidence[] }) {
  if (runs.length === 0) return null;
  return (
    <div>
      <h4 className="font-semibold">{TITLE[kind]}</h4>
      {kind === 'sample' ? null : (
        <p className="text-muted text-sm">
          {kind === 'written' ? 'Written, not recorded' : 'Made from the rule itself'}. This shows
          that rule and query are consistent. It does not prove that the query works on real
          telemetry.
        </p>
      )}
      <ul className="mt-1">
        {runs.slice(0, SHOWN).map((run, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two events may have the same name
          <Run key={index} run={run} />
        ))}
      </ul>
      {runs.length > SHOWN ? (
        <p className="text-faint text-xs">{countOf(runs.length - SHOWN, 'more event')}</p>
      ) : null}
    </div>
  );
}

function Run({ run }: { run: StoredEvidence }) {
  const { name, table, skipped, sigma, kql, nearMisses, event, matchedFields } = run;
  const { origin, tried } = run;
  return (
    <li className="border-t py-2">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <span className="min-w-0 font-medium">
          <StrangerText text={name} kind="value" breaks />
        </span>
        {skipped === null ? (
          <>
            <Verdict who="Sigma" fires={sigma} wanted />
            <Verdict who={`KQL on ${table}`} fires={kql} wanted />
          </>
        ) : (
          <span className="text-muted text-sm">
            Not run: <StrangerText text={skipped} kind="sentence" />
          </span>
        )}
        {skipped === null && origin === 'equivalent' && run.kind !== 'constructed' ? (
          <span className="text-muted text-xs">
            on an equivalent row (the row that this table would hold for the same activity)
          </span>
        ) : null}
        {tried > 1 ? (
          <span className="text-muted text-xs">
            run on {countOf(tried, 'event')}, rule and query agree on all
          </span>
        ) : null}
        <span className="text-faint text-xs">
          {formatTime(run.createdAt)} ·{' '}
          <code title="Version of the translator">{run.translatorVersion.slice(0, 12)}</code>
        </span>
      </div>
      {nearMisses.length > 0 ? <NearMisses misses={nearMisses} /> : null}
      <EventView event={event} matchedFields={matchedFields} />
    </li>
  );
}

function NearMisses({ misses }: { misses: StoredEvidence['nearMisses'] }) {
  const silent = misses.filter(({ sigma, kql }) => !sigma && !kql).length;
  return (
    <details className="mt-1 text-sm">
      <summary className="link">
        {countOf(misses.length, 'near miss', 'near misses')}: neither rule nor query fires
        {silent < misses.length ? ` on ${silent}` : ''}
      </summary>
      <table className="table mt-1">
        <thead>
          <tr>
            <th scope="col">One change</th>
            <th scope="col">Sigma</th>
            <th scope="col">KQL</th>
          </tr>
        </thead>
        <tbody>
          {misses.slice(0, SHOWN_MISSES).map(({ change, sigma, kql }) => (
            <tr key={change}>
              <td>
                <StrangerText text={change} kind="value" breaks />
              </td>
              <td>
                <Verdict fires={sigma} wanted={false} />
              </td>
              <td>
                <Verdict fires={kql} wanted={false} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Verdict({ who, fires, wanted }: { who?: string; fires: boolean; wanted: boolean }) {
  const right = fires === wanted;
  return (
    <span className={`inline-flex items-center gap-1 text-sm ${right ? 'text-good' : 'text-bad'}`}>
      <Icon name={right ? 'done' : 'cross'} />
      {who ? `${who} ` : ''}
      {fires ? 'fires' : 'does not fire'}
    </span>
  );
}
