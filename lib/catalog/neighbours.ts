import { parseRules } from '@/lib/sigma';
import { detectionOf } from '@/lib/sigma/detection-of';
import { getCatalog } from './client';
import { databaseOf } from './database';
import type { OwnTexts } from './database/types';
import { getRuleIndex } from './get-rule-index';
import { type LookedFor, lookedFor } from './looked-for';
import { onceFor } from './once-for';
import type { RuleDetail } from './rule';
import type { IndexedRule, RuleIndex } from './rule-index';
import { readOr } from './stored/column';
import { ruleText } from './stored/rule-text';

/** A rule on the same threat, one that looks for the same, or one for the same technique. */
export interface Neighbour {
  readonly id: string;
  readonly title: string;
  readonly level: string | null;
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
  /** What it looks for: the first half of its hypothesis. */
  readonly looksFor: string;
  /** The texts that both look for, those first that tell most. */
  readonly shared: readonly LookedFor[];
}

type Texts = ReadonlyMap<string, LookedFor>;

const NEIGHBOURS = 5;
const MAX_SHARED = 3;
/** Rules whose texts are compared: the likeliest by full-text search. */
const CANDIDATES = 30;
/** Texts of a rule whose frequency is looked up, and those of them that are searched for. */
const MAX_COUNTED = 24;
const MAX_SEARCHED = 12;
/** A text that a larger share of all rules has, and not just a few, says nothing of two that share it. */
const TRIVIAL = 0.02;
const FEW = 10;
const NO_TEXTS: Texts = new Map();

/**
 * Rules on the same threat or CVE, then rules that look for the same texts, then rules for the same techniques. One for
 * another product only if it is on the same threat or looks for the same.
 */
export async function neighboursOf(
  rule: Pick<RuleDetail, 'id' | 'raw' | 'readable'>,
): Promise<readonly Neighbour[]> {
  const index = await getRuleIndex();
  const own = index.byId.get(rule.id);
  if (!own) return [];
  const texts = rule.readable ? textsIn(rule) : NO_TEXTS;
  const weights = await weightsOf(texts, index);
  const likely = await likelyRules(texts, weights, own, index);
  const weightOf = (key: string) => weights.get(key) ?? 0;
  const kin = kinOf(own, index);
  const scored = candidates(own, index, [...likely.keys()], [...kin.keys()])
    .map((other) => {
      const of = likely.get(other.id) ?? NO_TEXTS;
      const keys = [...weights.keys()].filter((key) => of.has(key));
      const logic = keys.reduce((sum, key) => sum + weightOf(key), 0);
      // A rule that looks for a thousand things shares some with many.
      const share = logic / Math.sqrt(Math.max(4, of.size));
      const kinship = kin.get(other) ?? 0;
      const isNear = logic >= TELLING || kinship > 0 || isSameProduct(own, other);
      return { other, keys, isNear, score: 8 * share + kinship + likeness(own, other) };
    })
    .filter(({ score, isNear }) => isNear && score >= 1)
    .sort((a, b) => b.score - a.score);
  return scored.slice(0, NEIGHBOURS).map(({ other, keys }) => {
    const { id, title, level, product, category, service, hypothesis } = other;
    const [looksFor = ''] = hypothesis.split(/,? would show /);
    const told = keys
      .sort((a, b) => weightOf(b) - weightOf(a))
      .flatMap((key) => texts.get(key) ?? []);
    // A program by its path and by its original name is told once.
    const shared = [...new Map(told.map((one) => [JSON.stringify(one), one])).values()];
    return {
      id,
      title,
      level,
      product,
      category,
      service,
      looksFor,
      shared: shared.slice(0, MAX_SHARED),
    };
  });
}

/**
 * How much each of a rule's texts tells: up to about 1.5 for one that few rules have, nothing for a trivial one. Only
 * of the longest texts, and only of those that tell something.
 */
async function weightsOf(texts: Texts, index: RuleIndex): Promise<ReadonlyMap<string, number>> {
  const known = countsOf(index);
  const longest = [...texts]
    .filter(([, { value }]) => /[\p{L}\p{N}]{3}/u.test(value))
    .sort(([, a], [, b]) => b.value.length - a.value.length)
    .slice(0, MAX_COUNTED);
  const weighed = await Promise.all(
    longest.map(async ([key, { value }]) => {
      const counted = known.get(value) ?? (await ownTexts().count(begin(value)));
      known.set(value, counted);
      const isTrivial = counted > Math.max(FEW, index.rules.length * TRIVIAL);
      const weight = (Math.log2(index.rules.length / Math.max(1, counted)) - 3) / 6;
      return [key, isTrivial ? 0 : weight] as const;
    }),
  );
  return new Map(weighed.filter(([, weight]) => weight > 0));
}

/** Text → how many rules have it, kept as long as the index. */
const countsOf = onceFor((_: RuleIndex) => new Map<string, number>());

/** The texts of the rules that full-text search finds for those texts of a rule that tell most. */
async function likelyRules(
  texts: Texts,
  weights: ReadonlyMap<string, number>,
  own: IndexedRule,
  index: RuleIndex,
): Promise<ReadonlyMap<string, Texts>> {
  const phrases = [...weights]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MAX_SEARCHED)
    .map(([key]) => begin(texts.get(key)?.value ?? ''));
  if (phrases.length === 0) return new Map();
  const ids = await ownTexts().likeliest(phrases, CANDIDATES);
  const likely = ids.flatMap((id) => {
    const rule = index.byId.get(id);
    return rule?.inFeed && rule.id !== own.id ? rule : [];
  });
  const unread = likely.filter((rule) => !textsOfRule(rule).texts);
  for (const row of await getCatalog().rule.findMany({
    where: { id: { in: unread.map(({ id }) => id) } },
    select: { id: true, raw: true },
  })) {
    const rule = index.byId.get(row.id);
    const texts = readOr(NO_TEXTS, () =>
      textsIn({ id: row.id, raw: ruleText.read(row.raw, row.id) }),
    );
    if (rule) textsOfRule(rule).texts = texts;
  }
  return new Map(likely.map((rule) => [rule.id, textsOfRule(rule).texts ?? NO_TEXTS]));
}

function ownTexts(): OwnTexts {
  const catalog = getCatalog();
  return databaseOf(catalog).ownTexts(catalog);
}

/** As much of a text as is searched for. */
function begin(text: string): string {
  return text.slice(0, 200);
}

/** What was read of a rule, kept as long as the index has it. */
const textsOfRule = onceFor((_: IndexedRule): { texts?: Texts } => ({}));

function textsIn({ id, raw }: { readonly id: string; readonly raw: string }): Texts {
  const rules = parseRules(raw).flatMap((document) => document.rule ?? []);
  const rule = rules.find((each) => each.id === id) ?? rules[0];
  const detection = rule ? detectionOf(rule) : null;
  return detection ? lookedFor(detection) : NO_TEXTS;
}

/** A name on more rules says little of any two of them. */
const MOST_NAMED = 24;
/** What a CVE or threat in common counts, above any texts in common; and each rare word of both titles. */
const SAME_THREAT = 12;
const RARE_WORD = 2;
const MOST_RARE_WORDS = 3;

/** The least weight of the texts in common with a rule for another product. */
const TELLING = 1;

/** The rules with each threat, CVE or word of a title. */
const rulesByName = onceFor((index: RuleIndex) =>
  rulesBy(index, (rule) => new Set([...threatsOf(rule), ...wordsOfTitle(rule)])),
);

const rulesByTechnique = onceFor((index: RuleIndex) =>
  rulesBy(index, ({ techniques }) => techniques),
);

function rulesBy(
  { rules }: RuleIndex,
  namesOf: (rule: IndexedRule) => Iterable<string>,
): ReadonlyMap<string, readonly IndexedRule[]> {
  const found = new Map<string, IndexedRule[]>();
  for (const rule of rules) {
    for (const name of namesOf(rule)) {
      const known = found.get(name);
      if (known) known.push(rule);
      else found.set(name, [rule]);
    }
  }
  return found;
}

const threatsOf = ({ cves, threats }: IndexedRule) => [...cves, ...threats];

/** Rules on the same threat, by its name or by rare words of their titles, and what that counts. */
function kinOf(own: IndexedRule, index: RuleIndex): ReadonlyMap<IndexedRule, number> {
  const byName = rulesByName(index);
  const rulesWith = (name: string) => {
    const rules = byName.get(name) ?? [];
    return rules.length <= MOST_NAMED ? rules : [];
  };
  const sharedWords = new Map<IndexedRule, number>();
  for (const rule of [...wordsOfTitle(own)].flatMap(rulesWith)) {
    sharedWords.set(rule, (sharedWords.get(rule) ?? 0) + 1);
  }
  const kin = new Map<IndexedRule, number>();
  for (const [rule, words] of sharedWords) {
    if (words >= 2) kin.set(rule, RARE_WORD * Math.min(words, MOST_RARE_WORDS));
  }
  for (const name of threatsOf(own)) {
    for (const rule of rulesWith(name)) {
      if (threatsOf(rule).includes(name)) kin.set(rule, SAME_THREAT);
    }
  }
  return kin;
}

/** The other rules of the feed that have anything in common with a rule, in the order of the index. */
function candidates(
  own: IndexedRule,
  index: RuleIndex,
  likely: readonly string[],
  kin: readonly IndexedRule[],
): readonly IndexedRule[] {
  const byTechnique = rulesByTechnique(index);
  const found = new Set([
    ...likely.flatMap((id) => index.byId.get(id) ?? []),
    ...kin,
    ...own.techniques.flatMap((id) => byTechnique.get(id) ?? []),
  ]);
  found.delete(own);
  const places = placesIn(index);
  const placeOf = (rule: IndexedRule) => places.get(rule) ?? 0;
  return [...found].filter(({ inFeed }) => inFeed).sort((a, b) => placeOf(a) - placeOf(b));
}

const placesIn = onceFor(({ rules }: RuleIndex) => new Map(rules.map((rule, at) => [rule, at])));

/** Rules without a product are for several. */
const isSameProduct = (own: IndexedRule, other: IndexedRule) =>
  own.product === null || other.product === null || own.product === other.product;

/** Techniques in common, then words of the titles, then the log source. */
function likeness(own: IndexedRule, other: IndexedRule): number {
  const shared = own.techniques.filter((id) => other.techniques.includes(id)).length;
  if (shared === 0) return 0;
  const words = wordsOfTitle(other);
  const common = [...wordsOfTitle(own)].filter((word) => words.has(word)).length;
  const isSameSource = other.category === own.category && other.product === own.product;
  return shared + common / 2 + (isSameSource ? 0.25 : 0);
}

const wordsOfTitle = onceFor(
  ({ title }: IndexedRule) =>
    new Set((title.toLowerCase().match(/[a-z0-9]{4,}/g) ?? []).filter(isTelling)),
);

const COMMON = new Set(
  'potential potentially suspicious execution activity using uncommon possible detected creation'.split(
    ' ',
  ),
);
const isTelling = (word: string) => !COMMON.has(word);
