import type { RuleVocabulary } from '@/lib/workbench/rule-vocabulary';
import { linesAround, type Place, placeAt, type RuleLines } from './rule-place';

/** One way to go on at a place of a rule. */
export interface Completion {
  readonly label: string;
  /** What it stands for, in words. */
  readonly detail?: string;
  readonly kind: 'key' | 'value' | 'field' | 'modifier';
  /** What is typed, where that is more than the label. */
  readonly insert?: string;
}

export interface Completions {
  /** Where what the completion replaces begins. */
  readonly from: number;
  readonly options: readonly Completion[];
}

/** What can be written at an offset of a rule's text. Null where nothing is known, as within a description. */
export function completionsAt(
  text: string,
  offset: number,
  vocabulary: RuleVocabulary,
): Completions | null {
  const lines = linesAround(text, offset);
  const place = placeAt(lines);
  if (!place) return null;
  const found =
    place.kind === 'key'
      ? keysAt(place, lines, vocabulary)
      : valuesAt(place, lines, vocabulary, text);
  return found.options.length > 0 ? { ...found, from: offset - found.typed.length } : null;
}

interface Found {
  /** The part of the word before the offset. */
  readonly typed: string;
  readonly options: readonly Completion[];
}

const NOTHING: Found = { typed: '', options: [] };

const LOG_SOURCE_KEYS = ['product', 'category', 'service', 'definition'];
const DETECTION_KEYS = ['selection', 'filter', 'keywords', 'condition'];
/** Keys whose value is a map or a list, which begins on the next line. */
const CONTAINERS = new Set(
  'logsource detection correlation filter related tags references falsepositives fields rules aliases'.split(
    ' ',
  ),
);

function keysAt({ path, typed }: Place, lines: RuleLines, vocabulary: RuleVocabulary): Found {
  const [root, selection] = path;
  const known = (names: readonly string[]): Found => {
    const present = lines.keysBeside();
    return { typed, options: names.filter((name) => !present.has(name)).map(asKey) };
  };
  switch (root) {
    case undefined:
      return known(vocabulary.keys);
    case 'logsource':
      return path.length === 1 ? known(LOG_SOURCE_KEYS) : NOTHING;
    case 'correlation':
      return path.length === 1 ? known(vocabulary.correlationKeys) : NOTHING;
    case 'related':
      return path.length === 1 ? known(['id', 'type']) : NOTHING;
    case 'detection':
    case 'filter':
      if (path.length === 1) {
        return known(root === 'filter' ? ['rules', ...DETECTION_KEYS] : DETECTION_KEYS);
      }
      return path.length === 2 && selection !== 'condition' && selection !== 'rules'
        ? fieldOrModifier(typed, lines, vocabulary)
        : NOTHING;
    default:
      return NOTHING;
  }
}

function asKey(label: string): Completion {
  return { label, kind: 'key', insert: CONTAINERS.has(label) ? `${label}:` : `${label}: ` };
}

/** `Ima` becomes a field of the log source, `Image|ends` one of its modifiers. */
function fieldOrModifier(typed: string, lines: RuleLines, vocabulary: RuleVocabulary): Found {
  const parts = typed.split('|');
  const last = parts.pop() ?? '';
  if (parts.length > 0) {
    const options = vocabulary.modifiers
      .filter((label) => !parts.includes(label))
      .map((label): Completion => ({ label, kind: 'modifier' }));
    return { typed: last, options };
  }
  const options = fieldsOf(lines, vocabulary).map(
    (label): Completion => ({ label, kind: 'field' }),
  );
  return { typed, options };
}

function valuesAt(
  { path, typed }: Place,
  lines: RuleLines,
  vocabulary: RuleVocabulary,
  text: string,
): Found {
  const values = (words: readonly string[]): Found => ({
    typed,
    options: words.map((label) => ({ label, kind: 'value' })),
  });
  const [root, name = ''] = path;
  switch (path.join(' ')) {
    case 'level':
      return values(vocabulary.levels);
    case 'status':
      return values(vocabulary.statuses);
    case 'tags':
      return {
        typed,
        options: vocabulary.tags.map(({ tag, name }) => ({
          label: tag,
          detail: name,
          kind: 'value',
        })),
      };
    case 'fields':
      return values(fieldsOf(lines, vocabulary));
    case 'related type':
      return values(vocabulary.relatedTypes);
    case 'correlation type':
      return values(vocabulary.correlationTypes);
    case 'correlation rules':
      return values(namesOfRules(text));
    case 'correlation generate':
    case 'generate':
      return values(['true', 'false']);
    case 'detection condition':
    case 'filter condition':
      return conditionAt(typed, lines.keysOf(root ?? ''));
  }
  if (root === 'logsource' && path.length === 2 && isPart(name)) {
    return { typed, options: partsOfLogSource(name, lines, vocabulary) };
  }
  if (path.length === 3 && path[2]?.endsWith('|exists')) return values(['true', 'false']);
  return NOTHING;
}

const CONDITION_WORDS = ['1 of', 'all of', 'and', 'or', 'not', 'them'];

function conditionAt(typed: string, names: readonly string[]): Found {
  const word = /[\w*]*$/.exec(typed)?.[0] ?? '';
  const selections = names.filter((name) => name !== 'condition' && name !== 'timeframe');
  const groups = selections.flatMap((name) => {
    const start = /^([a-z]+_)/i.exec(name)?.[1];
    return start ? [`${start}*`] : [];
  });
  const options = [...new Set([...selections, ...groups, ...CONDITION_WORDS])].map(
    (label): Completion => ({ label, kind: 'value' }),
  );
  return { typed: word, options };
}

type Part = 'product' | 'category' | 'service';

function isPart(name: string): name is Part {
  return name === 'product' || name === 'category' || name === 'service';
}

/** The values of one part of a log source that go with the other parts. */
function partsOfLogSource(
  part: Part,
  lines: RuleLines,
  { logSources }: RuleVocabulary,
): Completion[] {
  const written = lines.logSource();
  const fits = logSources.filter((one) =>
    (['product', 'category', 'service'] as const).every(
      (other) => other === part || written[other] === null || written[other] === one[other],
    ),
  );
  const details = new Map<string, string | null>();
  for (const one of fits) {
    const value = one[part];
    if (value === null) continue;
    details.set(value, part === 'product' || details.has(value) ? null : one.name);
  }
  return [...details]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, detail]) => ({ label, kind: 'value', ...(detail === null ? {} : { detail }) }));
}

/** The fields of the rule's log source; of all that its parts allow if it names none that is known. */
function fieldsOf(lines: RuleLines, { logSources }: RuleVocabulary): string[] {
  const { product, category, service } = lines.logSource();
  const exact = logSources.filter(
    (one) => one.product === product && one.category === category && one.service === service,
  );
  const near = logSources.filter(
    (one) =>
      (product === null || one.product === product || one.product === null) &&
      (category === null || one.category === category) &&
      (service === null || one.service === service),
  );
  const chosen = exact.some(({ fields }) => fields.length > 0) ? exact : near;
  return [...new Set(chosen.flatMap(({ fields }) => fields))].sort();
}

/** The names by which a correlation can refer to the rules of a text. */
function namesOfRules(text: string): string[] {
  return [...text.matchAll(/^name:[ \t]*['"]?([\w-]+)/gm)].flatMap(([, name]) => name ?? []);
}
