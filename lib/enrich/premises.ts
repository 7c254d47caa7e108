import { activityOf, type SourceKind, sourceKind } from '@/lib/log-sources';
import type { DetectionRule } from '@/lib/sigma/types';
import { allComparisons, type Comparison, conjuncts } from './comparison';
import { thing } from './description';
import { currentKnowledge } from './knowledge/current-knowledge';
import type { Advice, Premise } from './knowledge/file-schema';
import type { AttackContext } from './types';
import { everyWayAsks, type Way, wantedComparisons } from './ways';
import { code, hasWord, series } from './words';

/** What a rule fixes, which decides what can be said of it. */
export interface Premises {
  readonly kind: SourceKind;
  /** Ids of the techniques that the rule is tagged with, as ATT&CK names them now. */
  readonly techniques: readonly string[];
  readonly product: string | null;
  readonly events: ReadonlySet<string>;
  /** Fields that every way to match asks for. */
  readonly fixed: ReadonlySet<string>;
  /** The title and every value that the rule looks for, in lower case. */
  readonly words: string;
  /** Every value of the rule's exceptions, in lower case. */
  readonly excluded: string;
  /** File names of the acting programs, of parents, and of processes acted upon, in lower case. */
  readonly programs: readonly string[];
  readonly parents: readonly string[];
  readonly targets: readonly string[];
  /** Whether the rule is about a few programs, and `content/knowledge/programs` tells of one. */
  readonly isKnown: boolean;
  /** What {program}, {parent}, … stand for. */
  readonly named: ReadonlyMap<string, string>;
}

const ACTORS = ['Image', 'OriginalFileName', 'NewProcessName', 'SourceImage', 'ProcessName', 'exe'];
const IDENTITY = ['Hashes', 'Imphash', 'imphash', 'Description', 'Product'];
const PARENTS = ['ParentImage', 'ParentProcessName'];
const TARGETS = ['TargetImage'];
const ARGUMENTS = ['CommandLine', 'ScriptBlockText', 'ProcessCommandLine'];
/** Fields that repeat the kind of event. */
const CONSTANT =
  /^(?:EventID|Provider_Name|Channel|Initiated|type|.*(?:status|result|source|method|service|service_?name|granted))$/i;
/** Values that a sentence names before it says “or the like”. */
const SHOWN = 2;
/** The most programs that a rule can be about; one that names more is about something else. */
export const FEW = 4;

export function premisesOf(
  rule: DetectionRule,
  ways: readonly Way[],
  context: AttackContext,
): Premises {
  const wanted = wantedComparisons(ways);
  const asked = new Set(wanted.flatMap(({ field }) => (field === null ? [] : [field])));
  const fixed = new Set([...asked].filter((field) => everyWayAsks(ways, sameThing(field))));
  const named = new Map<string, string>();
  const name = (slot: string, values: readonly string[]) => {
    if (values.length > 0) named.set(slot, fewOf(values));
  };
  const isFixed = (fields: readonly string[]) => fields.some((field) => fixed.has(field));
  const { programs, parents, targets } = programNames(ways);
  if (isFixed(ACTORS)) name('program', shown(programs));
  if (isFixed(PARENTS)) name('parent', shown(parents));
  const words = valuesIn(wanted, ARGUMENTS).filter((value) => !isProgram(value));
  name('arguments', shown(words));
  const object = objectOf(rule, ways);
  if (object !== null) named.set('object', object);
  const others = [...asked].filter((field) => !CONSTANT.test(field));
  name('values', shown(valuesIn(wanted, others)));
  return {
    kind: sourceKind(rule.logsource),
    techniques: context.techniques.map(({ id }) => id),
    product: rule.logsource.product,
    events: new Set(wanted.flatMap(({ field, values }) => (field === 'EventID' ? values : []))),
    fixed,
    words: [rule.title, ...wanted.flatMap(({ values }) => values)].join('\n').toLowerCase(),
    excluded: ways
      .flatMap((way) => way.excluded.flatMap(allComparisons))
      .flatMap(({ values }) => values)
      .join('\n')
      .toLowerCase(),
    programs: programs.map((each) => each.toLowerCase()),
    parents: parents.map((each) => each.toLowerCase()),
    targets: targets.map((each) => each.toLowerCase()),
    isKnown:
      named.has('program') &&
      programs.length <= FEW &&
      programs.some((each) => currentKnowledge().programs.has(each.toLowerCase())),
    named,
  };
}

/** File names of the acting programs, of parents, and of processes acted upon, as the rule spells them. */
export function programNames(
  ways: readonly Way[],
): Readonly<Record<'programs' | 'parents' | 'targets', readonly string[]>> {
  const wanted = wantedComparisons(ways);
  return {
    programs: fileNames(wanted, ACTORS),
    parents: fileNames(wanted, PARENTS),
    targets: fileNames(wanted, TARGETS),
  };
}

// A program that a rule knows by its path, its original name or its hash is fixed by all together.
function sameThing(field: string): ReadonlySet<string> {
  return new Set(ACTORS.includes(field) ? [...ACTORS, ...IDENTITY] : [field]);
}

/** Whether a premise holds in every part that it states. */
export function holds(premise: Premise, facts: Premises): boolean {
  return TESTS.every((test) => test(premise, facts) !== false);
}

/** Whether a premise holds in any part that it states. */
function holdsInPart(premise: Premise, facts: Premises): boolean {
  return TESTS.some((test) => test(premise, facts) === true);
}

/** One for each part of a premise, the quick ones first; undefined for a part that it does not state. */
const TESTS: readonly ((premise: Premise, facts: Premises) => boolean | undefined)[] = [
  ({ kinds }, { kind }) => kinds?.includes(kind),
  ({ products }, { product }) => products && product !== null && products.includes(product),
  ({ known }, { isKnown }) => known && isKnown,
  ({ techniques }, facts) => techniques?.some((id) => facts.techniques.includes(id)),
  ({ events }, facts) => events?.some((id) => facts.events.has(String(id))),
  ({ fields }, { fixed }) => fields?.some((field) => fixed.has(field)),
  ({ excludes }, { excluded }) => excludes?.some((word) => excluded.includes(word.toLowerCase())),
  ({ values }, { words }) => values?.some((word) => hasWord(words, word.toLowerCase())),
];

/**
 * The sentence of an advice for a rule, with what the rule names in place of `{program}` and the like.
 * Null if the rule excludes its premise, or names nothing that it needs.
 */
function said({ text, otherwise, when, unless }: Advice, facts: Premises): string | null {
  if (when && !holds(when, facts)) return null;
  if (unless && holdsInPart(unless, facts)) return null;
  return filled(text, facts.named) ?? (otherwise ? filled(otherwise, facts.named) : null);
}

/**
 * The sentences of several advices, in order, at most `limit`. What takes long to name is named once; later
 * sentences say `otherwise`.
 */
export function saidOf(advices: readonly Advice[], facts: Premises, limit: number): string[] {
  const named = new Map(facts.named);
  const sentences: string[] = [];
  for (const advice of advices) {
    if (sentences.length >= limit) break;
    const sentence = said(advice, { ...facts, named });
    if (sentence === null || sentences.includes(sentence)) continue;
    sentences.push(sentence);
    for (const [, slot = ''] of advice.text.matchAll(SLOT)) {
      if ((named.get(slot)?.length ?? 0) > SHORT) named.delete(slot);
    }
  }
  return sentences;
}

/** The longest name, in characters, that sentences may repeat. */
const SHORT = 40;

function filled(text: string, named: ReadonlyMap<string, string>): string | null {
  let isWhole = true;
  const whole = text.replace(SLOT, (_, slot: string) => {
    const value = named.get(slot);
    isWhole &&= value !== undefined;
    return value ?? '';
  });
  return isWhole ? whole : null;
}

/** A placeholder in a sentence of `content/knowledge/advice`. */
const SLOT = /\{(program|parent|arguments|object|values)\}/g;

function valuesIn(wanted: readonly Comparison[], fields: readonly string[]): string[] {
  return wanted
    .filter(
      ({ field, operator }) =>
        field !== null && fields.includes(field) && operator !== 'like' && operator !== 'matches',
    )
    .flatMap(({ values }) => values)
    .filter((value) => /[a-z0-9]{2}/i.test(value) && !RESULT.test(value));
}

/** Values that say how something went, not what it was. */
const RESULT =
  /^(?:true|false|yes|no|none|success(?:ful|fully)?|succeeded|fail(?:ed|ure)?|ok|[01]x?[0-9a-f]*)$/i;

const isProgram = (value: string) => /^[^\s]*\.exe$/i.test(value.trim());

function fileNames(wanted: readonly Comparison[], fields: readonly string[]): string[] {
  const names = wanted
    .filter(({ operator }) => operator === 'is' || operator === 'ends')
    .filter(({ field }) => field !== null && fields.includes(field))
    .flatMap(({ values }) => values.map((value) => value.slice(value.search(/[^\\/]*$/))))
    .filter((name) => /^[^.\s][^\s]*$/.test(name));
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase().replace(/\.(?:exe|dll)$/, '');
    if (!seen.has(key)) seen.set(key, name);
  }
  return [...seen.values()];
}

/** What the activity acts on: `evil.dll`, or `the file under …`. Null if the rule fixes none, or several ways do. */
function objectOf(rule: DetectionRule, ways: readonly Way[]): string | null {
  const [object] = activityOf(rule.logsource).objects;
  const [way] = ways;
  if (!object || object.exact || !way?.wanted || ways.length > 1) return null;
  const taken = conjuncts(way.wanted).filter(
    (part): part is Comparison =>
      part.kind === 'comparison' && part.field !== null && object.fields.includes(part.field),
  );
  if (taken.length === 0) return null;
  return thing(taken, object.noun, OBJECT_DETAIL).replace(/^an? /, 'the ');
}

const OBJECT_DETAIL = { values: SHOWN, comparisons: 1, characters: 50 };

function fewOf(values: readonly string[]): string {
  if (values.length <= SHOWN + 1) return series(values, 'or');
  return `${values.slice(0, SHOWN).join(', ')} or the like`;
}

function shown(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => code(value, 50)))];
}
