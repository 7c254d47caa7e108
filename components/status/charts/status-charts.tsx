import { logSourceName } from '@/components/rule/log-source-name';
import { countOf, formatCount } from '@/components/ui/count';
import { PROOF_NAME, type ProofMeanings } from '@/components/ui/proof';
import { formatTime } from '@/components/ui/time';
import type { SyncRunSummary, SyncSummary } from '@/lib/catalog/status';
import type { LogSourceOutcomes, MonthOfRules, TacticCoverage } from '@/lib/catalog/status-charts';
import { PROOFS, type Proof } from '@/lib/proof/types';
import { TARGET_NAME, TARGETS } from '@/lib/target';
import { plainLine } from '@/lib/text/plain-text';
import { OUTCOMES } from '@/lib/translate/types';
import { secondsOf } from '../seconds-of';
import { Bars } from './bars';
import { Chart } from './chart';
import { type ChartData, sumOf } from './chart-data';
import { Columns } from './columns';

const RULES = {
  inWords: (value: number) => countOf(value, 'rule'),
  inTable: formatCount,
};

const LEVELS = ['critical', 'high', 'medium', 'low', 'informational', 'none'];

/** When the rules in the feed were written. */
export function MonthsChart({ months }: { months: readonly MonthOfRules[] }) {
  const data: ChartData = {
    ...RULES,
    rowTitle: 'Month',
    parts: LEVELS.map((level) => ({
      key: level,
      name: level === 'none' ? 'no level' : level,
    })).filter(({ key }) => months.some(({ levels }) => levels.has(key))),
    panels: [''],
    rows: [],
  };
  const rows = months.map(({ month, levels }) => ({
    name: month,
    panels: [data.parts.map(({ key }) => levels.get(key) ?? 0)],
  }));
  const total = sumOf(rows.map(({ panels: [values = []] }) => sumOf(values)));
  return (
    <Chart id="chart-months" title="Rules a month by level" data={{ ...data, rows }}>
      <Columns
        title={`${countOf(total, 'rule')} of the feed by the month in which they were written, ${months[0]?.month} to ${months.at(-1)?.month}`}
        data={{ ...data, rows }}
        tickOf={(month) => (month.endsWith('-01') ? month.slice(0, 4) : null)}
      />
    </Chart>
  );
}

const SHOWN_SOURCES = 12;

/** How the rules of each log source are translated for each target. */
export function LogSourcesChart({ logSources }: { logSources: readonly LogSourceOutcomes[] }) {
  const others = logSources.slice(SHOWN_SOURCES);
  const data: ChartData = {
    ...RULES,
    rowTitle: 'Log source',
    parts: OUTCOMES.map((outcome) => ({
      key: outcome,
      name: outcome,
      striped: outcome === 'approximate',
    })),
    panels: TARGETS.map((target) => TARGET_NAME[target]),
    rows: [
      ...logSources.slice(0, SHOWN_SOURCES).map((source) => ({
        name: plainLine(logSourceName(source), 'word') || 'without a log source',
        panels: panelsOf([source]),
      })),
      ...(others.length > 0
        ? [{ name: countOf(others.length, 'other log source'), panels: panelsOf(others) }]
        : []),
    ],
  };
  return (
    <Chart id="chart-log-sources" title="Outcomes by log source and target" data={data}>
      <Bars
        title="Share of each log source’s rules by outcome, for each target"
        data={data}
        as="shares"
      />
    </Chart>
  );
}

function panelsOf(sources: readonly LogSourceOutcomes[]): number[][] {
  return TARGETS.map((target) =>
    OUTCOMES.map((outcome) => sumOf(sources.map(({ outcomes }) => outcomes[target][outcome]))),
  );
}

/** The proofs that are less than those above them in the same colour. */
const STRIPED_PROOFS: ReadonlySet<Proof> = new Set(['checked', 'approximate']);

/** How well the queries of the catalog’s rules are tested, with what each state means. */
export function EvidenceChart({
  proofs,
  meanings,
}: {
  proofs: NonNullable<SyncSummary['proofs']>;
  meanings: ProofMeanings;
}) {
  const shown = PROOFS.filter((proof) => proof !== 'pending' || proofs[proof]);
  const data: ChartData = {
    ...RULES,
    rowTitle: 'Evidence',
    parts: [{ key: 'rules', name: 'Rules' }],
    panels: [''],
    rows: shown.map((proof) => ({
      name: PROOF_NAME[proof],
      panels: [[proofs[proof] ?? 0]],
      look: { key: proof, striped: STRIPED_PROOFS.has(proof) },
    })),
  };
  return (
    <Chart id="chart-evidence" title="Rules by their best evidence" data={data}>
      <Bars
        title="Rules of the catalog by the best evidence for their queries"
        data={data}
        as="sums"
      />
      <details>
        <summary className="link text-sm">What the states mean</summary>
        <dl className="facts">
          {shown.map((proof) => (
            <div key={proof} className="contents">
              <dt>{PROOF_NAME[proof]}</dt>
              <dd>{meanings[proof]}</dd>
            </div>
          ))}
        </dl>
      </details>
    </Chart>
  );
}

/** What the catalog has for the techniques of each tactic. */
export function TacticsChart({ tactics }: { tactics: readonly TacticCoverage[] }) {
  const data: ChartData = {
    rowTitle: 'Tactic',
    parts: [
      { key: 'proven', name: 'a proven rule' },
      { key: 'query', name: 'a rule with a query' },
      { key: 'rule', name: 'a rule without one', striped: true },
      { key: 'gap', name: 'no rule' },
    ],
    panels: [''],
    rows: tactics.map(({ name, proven, query, rule, none }) => ({
      name,
      panels: [[proven, query, rule, none]],
    })),
    inWords: (value) => countOf(value, 'technique'),
    inTable: formatCount,
  };
  return (
    <Chart id="chart-tactics" title="Coverage by tactic" data={data}>
      <Bars
        title="Share of each tactic’s techniques by the best rule that the feed has for them"
        data={data}
        as="shares"
      />
    </Chart>
  );
}

const PHASES = [
  ['fetch', 'fetching rules'],
  ['attack', 'reading ATT&CK'],
  ['read', 'reading rules'],
  ['translate', 'translating'],
  ['prove', 'checking and running queries'],
  ['enrich', 'enriching'],
] as const;

/** How long the latest syncs took, by what they did: the times and totals of the table of syncs. */
export function SyncTimesChart({ runs }: { runs: readonly SyncRunSummary[] }) {
  const data: ChartData = {
    rowTitle: 'Sync',
    parts: [
      ...PHASES.map(([key, name], at) => ({ key, name, striped: at % 2 === 1 })),
      { key: 'rest', name: 'everything else' },
    ],
    panels: [''],
    rows: runs.map((run) => {
      const phases = PHASES.map(([key]) => run.summary.seconds?.[key] ?? 0);
      return {
        key: String(run.id),
        name: formatTime(run.finishedAt),
        panels: [[...phases, Math.max(0, secondsOf(run) - sumOf(phases))]],
      };
    }),
    inWords: (value) => `${Number(value.toFixed(1))} s`,
    inTable: (value) => value.toFixed(1),
  };
  return (
    <Chart id="chart-syncs" title="Sync times in seconds" data={data}>
      <Bars
        title="Seconds that each of the latest syncs took, newest first"
        data={data}
        as="sums"
      />
    </Chart>
  );
}
