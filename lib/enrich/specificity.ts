import { largest } from '@/lib/long-lists';
import { allComparisons, type Comparison, conjuncts } from './comparison';
import { isPath } from './field-names';
import { isFileName } from './phrase';
import { type Way, wantedComparisons } from './ways';

/** What an adversary would have to change to get past a rule, and how often honest events have it. */
export type Specificity =
  /** Every way to match asks for nothing but a program's file name, wherever the file is. */
  | { readonly kind: 'file-name' }
  /** Every way asks for nothing but a program, by name or by what is compiled into the file. */
  | { readonly kind: 'program' }
  /** Every way asks for one of a list of files, by hash. */
  | { readonly kind: 'hash' }
  /** Every way asks for a text of at least this many characters, which is no place and no name of an event. */
  | { readonly kind: 'long-text'; readonly characters: number }
  /** Every way asks for values of at least this many fields together. */
  | { readonly kind: 'behaviour'; readonly fields: number }
  | { readonly kind: 'plain' };

const NAMES = new Set(['Image', 'NewProcessName', 'ProcessName', 'SourceImage', 'exe']);
const COMPILED = new Set(['OriginalFileName', 'Description', 'Product', 'Company']);
const HASHES = new Set(['Hashes', 'Imphash', 'imphash', 'md5', 'sha1', 'sha256']);
/** Fields that only say which kind of event it is. */
const KIND = new Set(['EventID', 'Provider_Name', 'Channel', 'type', 'eventSource']);

/** Texts of this length hardly occur by chance. */
const LONG = 24;
const TOGETHER = 3;

export function specificityOf(ways: readonly Way[]): Specificity {
  const wanted = wantedComparisons(ways).filter(({ field }) => field === null || !KIND.has(field));
  if (wanted.length === 0) return { kind: 'plain' };
  if (wanted.every(isProgramName)) {
    return { kind: ways.every(isOutOfPlace) ? 'plain' : 'file-name' };
  }
  if (wanted.every(isHash)) return { kind: 'hash' };
  if (wanted.some(isProgramName) && wanted.every((one) => isProgramName(one) || isBuiltIn(one))) {
    return { kind: 'program' };
  }
  const characters = smallest(ways.map(longestText));
  if (characters >= LONG) return { kind: 'long-text', characters };
  const fields = smallest(ways.map(fieldsTogether));
  return fields >= TOGETHER ? { kind: 'behaviour', fields } : { kind: 'plain' };
}

function isProgramName({ field, operator, values }: Comparison): boolean {
  return (
    field !== null &&
    NAMES.has(field) &&
    (operator === 'ends' || operator === 'is') &&
    values.every((value) => isFileName(value) || !/[\\/]/.test(value))
  );
}

/** Whether a way leaves out a program of Windows where it belongs: its name elsewhere is what the rule is about. */
const isOutOfPlace = ({ excluded }: Way): boolean =>
  excluded
    .flatMap(allComparisons)
    .some(
      (one) =>
        one.field !== null &&
        NAMES.has(one.field) &&
        !isProgramName(one) &&
        one.values.some((value) => /\\Windows\\|\\System32\\/i.test(value)),
    );

const isHash = ({ field }: Comparison) => field !== null && HASHES.has(field);
const isBuiltIn = (one: Comparison) =>
  isHash(one) || (one.field !== null && COMPILED.has(one.field));

/** The length of the longest text that a way cannot match without: of alternatives, the shortest counts. */
function longestText({ wanted }: Way): number {
  if (!wanted) return 0;
  const lengths = conjuncts(wanted).map((part) =>
    part.kind === 'not' ? 0 : smallest(allComparisons(part).map(shortest)),
  );
  return largest(lengths, 0);
}

function shortest({ field, operator, values, join }: Comparison): number {
  if (!TEXTS.has(operator)) return 0;
  const lengths = values.map((value) =>
    isPlace(field, value) || isWholeName(field, operator) ? 0 : value.length,
  );
  return join === 'all' ? largest(lengths, 0) : smallest(lengths);
}

/** A folder or a registry key, where honest events are at home as well. */
function isPlace(field: string | null, value: string): boolean {
  if (field === null) return false;
  return REGISTRY.has(field) || (isPath(field) && !/[^\\/]+\.\w{1,10}$/.test(value));
}

/** Such as the name of an operation or an alert: all events of the kind have it. */
const isWholeName = (field: string | null, operator: Comparison['operator']) =>
  operator === 'is' && field !== null && !isPath(field) && !LINES.has(field);

const REGISTRY = new Set(['TargetObject', 'ObjectName', 'NewName', 'RegistryKey']);
const LINES = new Set(['CommandLine', 'ParentCommandLine', 'c-useragent', 'cs-user-agent']);

/** 0 for an empty list. */
function smallest(numbers: readonly number[]): number {
  return numbers.reduce((least, one) => Math.min(least, one), numbers[0] ?? 0);
}

const TEXTS = new Set<Comparison['operator']>(['is', 'contains', 'starts', 'ends', 'encodes']);

function fieldsTogether({ wanted }: Way): number {
  if (!wanted) return 0;
  const fields = conjuncts(wanted).map((part) => {
    const names = part.kind === 'not' ? [] : allComparisons(part).map(({ field }) => field ?? '');
    return [...new Set(names)]
      .filter((name) => !KIND.has(name))
      .sort()
      .join(' ');
  });
  return new Set(fields.filter((name) => name !== '')).size;
}
