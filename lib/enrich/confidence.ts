import { sourceKind } from '@/lib/log-sources';
import { largest } from '@/lib/long-lists';
import type { Evidence } from '@/lib/proof/types';
import { detectionOf } from '@/lib/sigma/detection-of';
import type { Predicate, Rule } from '@/lib/sigma/types';
import { TARGET_NAME, TARGETS } from '@/lib/target';
import type { Translation } from '@/lib/translate';
import { fieldName } from './field-names';
import { inOrder } from './hypothesis';
import { specificityOf } from './specificity';
import type { Confidence, ConfidenceReason, ExpectedVolume } from './types';
import type { Way } from './ways';
import { list } from './words';

// Confidence answers one question: if this query matches, how likely is the match to be what the rule
// describes? It is a sum of points, and the rule's page shows every term as a reason.
//
//   evidence     fires on a real event +3, on the equivalent row of one +2, on one written for it +1 · events made from
//                the rule agree 0 · an approximate query differs on an event −1 ·
//                an exact query disagrees with the rule on an event −3
//   translation  exact +2 · approximate 0 · no query at all: confidence is none, whatever the sum
//   mapping      an approximate column for a field −1 · a mapping inferred, not documented −1
//   status       stable +2 · test +1 · experimental −1 · deprecated or unsupported −4
//   volume       honest activity matches frequently −2, occasionally −1
//   level        high or critical +1, unless honest activity is expected to match · low or informational −1
//   author       considers false positives unlikely +1, unless they are expected often, likely −1 · threat hunting −2
//   logic        words anywhere in the event −1 · placeholders that each environment fills in −1
//   specific     every way asks for a long text +1 where matches are rare, or for three fields together +1 ·
//                a file name alone −1
//   age          more than five years unchanged −1
//
//   high from 6 points if the query fires on a real event or its equivalent row · medium from 2 · low below that
const HIGH = 6;
const MEDIUM = 2;

interface Scored {
  readonly points: number;
  readonly text: string;
  /** The query fires on a published real event, or on its equivalent row. */
  readonly isReal?: true;
}

export interface ConfidenceInput {
  readonly rule: Rule;
  /** The ways to match the rule's own detection; none without one. */
  readonly ways: readonly Way[];
  readonly translations: readonly Translation[];
  readonly evidence: readonly Evidence[];
  /** How often honest activity is expected to match; null if that is not known. */
  readonly volume: ExpectedVolume['expected'] | null;
  /** The date of the source's commit, ISO 8601. Without it, a rule's age does not count. */
  readonly asOf: string | null;
}

export function confidence(input: ConfidenceInput): {
  confidence: Confidence;
  reasons: ConfidenceReason[];
} {
  const { rule, volume } = input;
  const translations = inOrder(input.translations);
  const scored = [
    ...fromEvidence(input.evidence),
    ...fromTranslations(translations),
    ...fromMappings(translations),
    ...fromStatus(rule),
    ...fromVolume(volume),
    ...fromLevel(rule, volume),
    ...fromAuthor(rule, volume),
    ...fromLogic(rule),
    ...fromSpecificity(input.ways, volume),
    ...fromAge(rule, input.asOf),
  ];
  const reasons = scored.map(({ points, text }) => ({ effect: effectOf(points), text }));
  if (translations.every(({ kql }) => kql === null)) return { confidence: 'none', reasons };
  const sum = scored.reduce((total, { points }) => total + points, 0);
  const seen = scored.some(({ isReal }) => isReal === true);
  if (sum >= HIGH && seen) return { confidence: 'high', reasons };
  return { confidence: sum >= MEDIUM ? 'medium' : 'low', reasons };
}

function effectOf(points: number): ConfidenceReason['effect'] {
  if (points === 0) return 'neutral';
  return points > 0 ? 'raises' : 'lowers';
}

function fromEvidence(evidence: readonly Evidence[]): Scored[] {
  const run = evidence.filter(({ skipped }) => skipped === null);
  // An approximate query may differ from the rule: its notes explain where.
  const wrong = run.filter((one) => one.outcome === 'exact' && !agrees(one));
  if (wrong.length > 0) {
    const events = counted(wrong.length, 'event');
    return [{ points: -3, text: `Rule and query disagree on ${events} out of ${run.length}.` }];
  }
  const apart = run.filter((one) => !agrees(one));
  const differs: Scored[] =
    apart.length === 0
      ? []
      : [
          {
            points: -1,
            text: `The approximate query ${on(apart)} gives another result than the rule on ${apart.length} of ${counted(run.length, 'event')}.`,
          },
        ];
  const fired = run.filter(({ sigma, kql }) => sigma && kql);
  const recorded = fired.filter(({ kind, origin }) => kind === 'sample' && origin === 'recorded');
  if (recorded.length > 0) {
    const events = counted(namesOf(recorded), 'published real event');
    const text = `The query ${on(recorded)} fires on ${events}.`;
    return [{ points: 3, text, isReal: true }, ...differs];
  }
  const equivalent = fired.filter(({ kind }) => kind === 'sample');
  if (equivalent.length > 0) {
    const events = counted(namesOf(equivalent), 'published real event');
    const text = `The query ${on(equivalent)} fires on the equivalent of ${events} from another sensor: the row that its table would hold.`;
    return [{ points: 2, text, isReal: true }, ...differs];
  }
  const written = fired.filter(({ kind }) => kind === 'written');
  if (written.length > 0) {
    const events = counted(namesOf(written), 'sample event');
    const text = `The query ${on(written)} fires on ${events} written for the rule; no real event was available.`;
    return [{ points: 1, text }, ...differs];
  }
  if (differs.length > 0) return differs;
  const tried = largest(
    fired.map((one) => one.tried),
    0,
  );
  if (tried > 0) {
    const text = `Rule and query ${on(fired)} agree on ${counted(tried, 'event')} made from the rule; no real event was available.`;
    return [{ points: 0, text }];
  }
  return [{ points: 0, text: 'There was no event to run the query on.' }];
}

const namesOf = (evidence: readonly Evidence[]) => new Set(evidence.map(({ name }) => name)).size;

/** The targets on which events ran: on another, none may have. */
function on(evidence: readonly Evidence[]): string {
  const targets = TARGETS.filter((target) => evidence.some((one) => one.target === target));
  return `for ${list(
    targets.map((target) => TARGET_NAME[target]),
    'all',
    3,
  )}`;
}

function agrees({ sigma, kql, nearMisses }: Evidence): boolean {
  return sigma === kql && nearMisses.every((miss) => miss.sigma === miss.kql);
}

function fromTranslations(translations: readonly Translation[]): Scored[] {
  const usable = translations.filter(({ kql }) => kql !== null);
  if (usable.length === 0) {
    return [{ points: 0, text: 'The rule has no query on any target.' }];
  }
  const exact = usable
    .filter(({ outcome }) => outcome === 'exact')
    .map(({ target }) => TARGET_NAME[target]);
  if (exact.length > 0) {
    return [
      {
        points: 2,
        text: `The query matches the same events as the rule on ${list(exact, 'all', 3)}.`,
      },
    ];
  }
  return [
    { points: 0, text: 'The query is approximate: its notes say where it is wider or narrower.' },
  ];
}

function fromMappings(translations: readonly Translation[]): Scored[] {
  const usable = translations.filter(({ kql }) => kql !== null);
  const best = usable.find(({ outcome }) => outcome === 'exact') ?? usable[0];
  if (!best) return [];
  const found: Scored[] = [];
  const related = fieldsWhere(best, ({ quality }) => quality === 'approximate');
  if (related.length > 0) {
    found.push({
      points: -1,
      text: `The table has no exact column for ${list(related, 'all', 3)}.`,
    });
  }
  const inferred = fieldsWhere(best, ({ sources }) => sources.some((source) => !source.found));
  if (inferred.length > 0) {
    found.push({
      points: -1,
      text: `The ${inferred.length === 1 ? 'column' : 'columns'} for ${list(inferred, 'all', 3)} ${inferred.length === 1 ? 'is' : 'are'} inferred, not documented.`,
    });
  }
  return found;
}

function fieldsWhere(
  translation: Translation,
  test: (line: Translation['trace'][number]) => boolean,
): string[] {
  const fields = translation.trace.filter(test).map(({ field }) => field);
  return [
    ...new Set(fields.map((field) => (field === null ? 'the event’s text' : fieldName(field)))),
  ];
}

function fromStatus({ status }: Rule): Scored[] {
  switch (status) {
    case 'stable':
      return [{ points: 2, text: 'Its status is stable: it is ready for production.' }];
    case 'test':
      return [{ points: 1, text: 'Its status is test: it is mostly stable but may need tuning.' }];
    case 'experimental':
      return [
        {
          points: -1,
          text: 'Its status is experimental: expect false positives and changes.',
        },
      ];
    case 'deprecated':
      return [
        { points: -4, text: 'Its status is deprecated: its authors no longer recommend it.' },
      ];
    case 'unsupported':
      return [
        { points: -4, text: 'Its status is unsupported: it cannot be used in its present form.' },
      ];
    case null:
      return [{ points: 0, text: 'It has no status.' }];
  }
}

type Volume = ConfidenceInput['volume'];

function fromVolume(volume: Volume): Scored[] {
  switch (volume) {
    case 'frequent':
      return [{ points: -2, text: 'Honest activity is expected to match frequently.' }];
    case 'occasional':
      return [{ points: -1, text: 'Honest activity is expected to match now and then.' }];
    case 'rare':
    case null:
      return [];
  }
}

function fromLevel({ level }: Rule, volume: Volume): Scored[] {
  switch (level) {
    case 'critical':
    case 'high':
      if (volume === 'frequent' || volume === 'occasional') return [];
      return [{ points: 1, text: `Its level is ${level}: the author expects few benign matches.` }];
    case 'low':
    case 'informational':
      return [{ points: -1, text: `Its level is ${level}: a match alone says little.` }];
    case 'medium':
    case null:
      return [];
  }
}

function fromAuthor({ falsepositives, tags }: Rule, volume: Volume): Scored[] {
  const found: Scored[] = [];
  if (tags.includes('detection.threat-hunting')) {
    found.push({ points: -2, text: 'It is a threat-hunting rule: many matches are benign.' });
  }
  const words = falsepositives.map((text) => text.trim().toLowerCase().replace(/\.$/, ''));
  if (words.some((text) => /^(?:highly |very |extremely )?unlikely$/.test(text))) {
    found.push(
      volume === 'frequent'
        ? {
            points: 0,
            text: 'The author considers false positives unlikely, this catalog does not.',
          }
        : { points: 1, text: 'The author considers false positives unlikely.' },
    );
  } else if (words.some((text) => /^(?:highly |very )?likely$/.test(text))) {
    found.push({ points: -1, text: 'The author expects false positives.' });
  }
  return found;
}

function fromLogic(rule: Rule): Scored[] {
  const detection = detectionOf(rule);
  if (!detection) return [];
  const found: Scored[] = [];
  let keywords = false;
  let placeholders = false;
  const walk = (node: Predicate): void => {
    if (node.kind === 'test') {
      keywords ||= node.field === null;
      placeholders ||= node.test.kind === 'placeholder';
    } else if (node.kind === 'not') walk(node.of);
    else node.of.forEach(walk);
  };
  walk(detection.predicate);
  if (keywords) found.push({ points: -1, text: 'It looks for words anywhere in the event.' });
  if (placeholders) {
    found.push({ points: -1, text: 'It depends on values that each environment must fill in.' });
  }
  if (detection.logsource.definition) {
    const what = LOGGING[sourceKind(detection.logsource)] ?? 'logging that is off by default';
    found.push({ points: 0, text: `It may need ${what}. See the definition of its log source.` });
  }
  return found;
}

function fromSpecificity(ways: readonly Way[], volume: Volume): Scored[] {
  const found = specificityOf(ways);
  switch (found.kind) {
    case 'file-name':
      return [
        {
          points: -1,
          text: 'It knows the program by its file name alone, which anybody can change.',
        },
      ];
    case 'program':
      return [
        {
          points: 0,
          text: 'It asks for a program and not for what it does; a renamed one still has the name compiled into it.',
        },
      ];
    case 'hash':
      return [
        {
          points: 0,
          text: 'It knows files by their hashes, which are others after any change of the file.',
        },
      ];
    case 'long-text':
      return [
        {
          points: volume === 'frequent' || volume === 'occasional' ? 0 : 1,
          text: `Every way to match asks for a text too long to occur by chance (at least ${found.characters} characters).`,
        },
      ];
    case 'behaviour':
      return [
        { points: 1, text: `Every way to match asks for ${found.fields} conditions together.` },
      ];
    case 'plain':
      return [];
  }
}

const LOGGING: Partial<Record<ReturnType<typeof sourceKind>, string>> = {
  script: 'PowerShell logging that is off by default',
  'windows-security': 'an audit policy that is off by default',
  'linux-log': 'audit rules that are not installed by default',
};

const FIVE_YEARS = 5 * 365.25 * 24 * 3_600_000;

function fromAge({ date, modified }: Rule, asOf: string | null): Scored[] {
  const last = modified ?? date;
  const age = asOf && last ? Date.parse(asOf) - Date.parse(last.replaceAll('/', '-')) : 0;
  if (last && age > FIVE_YEARS) {
    return [{ points: -1, text: `It has not changed for more than five years, since ${last}.` }];
  }
  return [];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
