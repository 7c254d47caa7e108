import { Prisma } from '../../generated/client';
import { readOr } from '../../stored/column';
import { jointsIn } from '../../stored/joints';
import { ruleText } from '../../stored/rule-text';
import { translationKql } from '../../stored/translation';
import type { Catalog } from '../catalog';
import type { RuleIds } from './search-rows';
import type { Words } from './words';

/** A word, or a part of one, of a searched text. */
interface Piece {
  readonly text: string;
  /** Whether the word begins, or ends, with it. */
  readonly start: boolean;
  readonly end: boolean;
}

/** What is asked of the index. The rest of a long text is compared with few rules anyway. */
const MAX_CONDITIONS = 40;
/**
 * How many texts are looked through, which takes 0.1 ms each. Of more rules than that, those that have all words
 * and joints of a text count as having it, which some of a hundred may not.
 */
const MAX_COMPARED = 4000;
/** Rules whose texts are read and looked through at a time. */
const BATCH = 100;
const JOINT = 3;

/**
 * The rules that have a text anywhere in their own text or in a query, inside a word too, without those that
 * are `known`. Small and capital letters are the same, and `_` and `%` stand for any character. `ids` are those
 * of the rows of RuleWord.
 */
export async function rulesWithPart(
  catalog: Catalog,
  words: Words,
  ids: RuleIds,
  text: string,
  isKnown: (id: string) => boolean,
): Promise<string[]> {
  const pieces = piecesOf(text).slice(0, MAX_CONDITIONS);
  const conditions = pieces.map((piece) => words.with(piece.text, piece));
  // Nothing is known of what stands for `_` and `%`, so no joint reaches over it.
  const joints = words.hasJoints ? jointsIn(text.replaceAll(/[_%]/g, '\n')) : [];
  for (const joint of joints.slice(0, MAX_CONDITIONS)) conditions.push([joint]);
  const rows = conditions.length > 0 ? await rowsWithAll(catalog, conditions) : [...ids.keys()];
  const likely = rows.flatMap((row) => ids.get(row) ?? []).filter((id) => !isKnown(id));
  const isPartOfWord = /^[a-z0-9]+$/i.test(text);
  const isJoint = text.length === JOINT && joints.length === 1;
  const isSure = isPartOfWord || isJoint;
  if (isSure || (conditions.length > 0 && likely.length > MAX_COMPARED)) return likely;
  const pattern = patternOf(text);
  const found: string[] = [];
  for (let at = 0; at < likely.length; at += BATCH) {
    const some = likely.slice(at, at + BATCH);
    for (const id of await rulesMatching(catalog, some, pattern)) found.push(id);
  }
  return found;
}

/** A side is open where the text ends, and where a letter could follow: at `_`, `%` and what is not ASCII. */
function piecesOf(text: string): Piece[] {
  const isClosed = (beside: string | undefined) =>
    beside !== undefined && /[\0-\x7f]/.test(beside) && !/[_%]/.test(beside);
  return Array.from(text.matchAll(/[\p{L}\p{N}]+/gu), (match) => ({
    text: match[0].toLowerCase(),
    start: isClosed(text[match.index - 1]),
    end: isClosed(text[match.index + match[0].length]),
  }));
}

/** The rows of RuleWord that have, for each list, one of its words. */
async function rowsWithAll(
  catalog: Catalog,
  lists: readonly (readonly string[])[],
): Promise<number[]> {
  const rows = lists.map((words) => {
    const list = JSON.stringify(words);
    return Prisma.sql`SELECT doc FROM WordPlace WHERE term IN (SELECT value FROM json_each(${list}))`;
  });
  const [all] = await catalog.$queryRaw<{ rows: string }[]>`
    SELECT json_group_array(DISTINCT doc) AS rows FROM (${Prisma.join(rows, ' INTERSECT ')})`;
  return JSON.parse(all?.rows ?? '[]');
}

/** A text that cannot be read has no match; the rule's own page says so. */
async function rulesMatching(
  catalog: Catalog,
  ids: readonly string[],
  pattern: RegExp,
): Promise<Set<string>> {
  const rules = await catalog.rule.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, raw: true },
  });
  const found = new Set<string>();
  for (const { id, raw } of rules) {
    if (pattern.test(readOr('', () => ruleText.read(raw, id)))) found.add(id);
  }
  // Most rules have it in their own text, so the queries of few are read.
  const queries = await catalog.translation.findMany({
    where: { ruleId: { in: ids.filter((id) => !found.has(id)) } },
    select: { ruleId: true, target: true, kql: true },
  });
  for (const { ruleId, target, kql } of queries) {
    const name = `rule ${ruleId} for ${target}`;
    const query = kql === null ? '' : readOr('', () => translationKql.read(kql, name));
    if (pattern.test(query)) found.add(ruleId);
  }
  return found;
}

function patternOf(text: string): RegExp {
  const escaped = text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(escaped.replaceAll(/[_%]/g, '.'), 'isu');
}
