import { getCatalog } from '../client';
import { ruleText, textOfVersion } from '../stored/rule-text';
import { judgedChange } from './judged-change';
import { isMeaning, LOGIC_MEANINGS, type Shown } from './kinds';
import { type JudgedChange, type TextDifference, textDifference } from './read-change';

/** A rule that a sync changed. */
export interface ChangedRule {
  readonly id: string;
  readonly title: string;
  readonly level: string | null;
  readonly path: string;
  /** The path before, if that is another one. */
  readonly formerPath: string | null;
  /** Of a changed text: what it means, and what is different. */
  readonly change: (JudgedChange & TextDifference) | null;
}

export interface ChangePage {
  readonly rules: readonly ChangedRule[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

export const CHANGES_PAGE = 40;

/** One page of a sync's changes of one kind, or of its changes of the logic: by meaning, then by title. */
export async function listChanges(syncId: number, show: Shown, asked: number): Promise<ChangePage> {
  const isText = show === 'logic' || isMeaning(show);
  const meanings = show === 'logic' ? LOGIC_MEANINGS : isMeaning(show) ? [show] : [];
  const catalog = getCatalog();
  const total = isText
    ? await catalog.ruleChange.count({ where: { syncId, meaning: { in: [...meanings] } } })
    : await catalog.ruleVersion.count({ where: { syncId, change: show } });
  const pages = Math.max(1, Math.ceil(total / CHANGES_PAGE));
  const page = Math.min(Math.max(1, asked), pages);
  const skip = (page - 1) * CHANGES_PAGE;
  const ids = isText
    ? await changedIds(syncId, meanings, skip)
    : await movedIds(syncId, show, skip);
  return { rules: await readRules(syncId, ids), total, page, pages };
}

async function changedIds(syncId: number, meanings: readonly string[], skip: number) {
  // In the order of the meanings, which is not that of their letters.
  const rows = await getCatalog().ruleChange.findMany({
    where: { syncId, meaning: { in: [...meanings] } },
    select: { ruleId: true, meaning: true, rule: { select: { title: true } } },
  });
  return rows
    .sort(
      (a, b) =>
        meanings.indexOf(a.meaning) - meanings.indexOf(b.meaning) ||
        a.rule.title.localeCompare(b.rule.title, 'en') ||
        (a.ruleId < b.ruleId ? -1 : 1),
    )
    .slice(skip, skip + CHANGES_PAGE)
    .map(({ ruleId }) => ruleId);
}

async function movedIds(syncId: number, change: string, skip: number) {
  const rows = await getCatalog().ruleVersion.findMany({
    where: { syncId, change },
    orderBy: [{ rule: { title: 'asc' } }, { ruleId: 'asc' }],
    skip,
    take: CHANGES_PAGE,
    select: { ruleId: true },
  });
  return rows.map(({ ruleId }) => ruleId);
}

async function readRules(syncId: number, ids: readonly string[]): Promise<ChangedRule[]> {
  const catalog = getCatalog();
  const rows = await catalog.rule.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      title: true,
      level: true,
      raw: true,
      versions: {
        where: { syncId: { lte: syncId } },
        orderBy: { id: 'desc' },
        take: 2,
        select: { id: true, path: true, raw: true },
      },
      changes: { where: { syncId } },
    },
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id): ChangedRule[] => {
    const row = byId.get(id);
    const now = row?.versions[0];
    if (!row || !now) return [];
    const before = row.versions[1] ?? null;
    const judged = judgedChange(row.changes, syncId);
    const textOf = (version: typeof now) => textOfVersion(version, ruleText.read(row.raw, id));
    return [
      {
        id,
        title: row.title,
        level: row.level,
        path: now.path,
        formerPath: before && before.path !== now.path ? before.path : null,
        change:
          judged && before ? { ...judged, ...textDifference(textOf(before), textOf(now)) } : null,
      },
    ];
  });
}
