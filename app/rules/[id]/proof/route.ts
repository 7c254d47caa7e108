import type { NextRequest } from 'next/server';
import { chooseQuery, type QueryChoice, runsOf } from '@/lib/catalog/query-choice';
import { relatedTexts } from '@/lib/catalog/related-texts';
import { getRule, type RuleDetail } from '@/lib/catalog/rule';
// Not through the index, which would load Microsoft's parser.
import { attributionHeader } from '@/lib/translate/attribution';
import { refuse } from '@/lib/web/refuse';
import { clientKey } from '@/lib/workbench/client-key';
import { translatePool } from '@/lib/workbench/shared-pool';
import { isTranslateRefusal } from '@/lib/workbench/translate-refusal';
import type { ProveAnswer, ProveRequest } from '@/lib/workbench/types';

/** A query that proves one of a rule's queries wherever it is pasted: it brings its own rows. */
export async function GET(request: NextRequest, { params }: RouteContext<'/rules/[id]/proof'>) {
  const rule = await getRule((await params).id);
  const { searchParams } = request.nextUrl;
  const choice =
    rule &&
    chooseQuery(
      rule.translations,
      searchParams.get('target') ?? undefined,
      searchParams.get('table') ?? undefined,
    );
  const proved = rule && choice && (await requestOf(rule, choice));
  if (!proved) {
    const reason = 'Query not found: the rule is unknown, or has no query for this target.';
    return refuse(request, { status: 404, reason });
  }
  try {
    const caller = { client: clientKey(request.headers), signal: request.signal };
    const answer: ProveAnswer = JSON.parse(await translatePool().translate(proved, caller));
    if ('reason' in answer) return refuse(request, { status: 404, reason: answer.reason });
    const text = `${attributionHeader(rule, rule.licence.name, rule.upstreamUrl)}${introduction(answer)}${answer.kql}`;
    return new Response(text, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
  } catch (error) {
    if (!isTranslateRefusal(error)) throw error;
    return refuse(request, { status: error.status, reason: error.message });
  }
}

async function requestOf(rule: RuleDetail, choice: QueryChoice): Promise<ProveRequest | null> {
  const { translation, variant } = choice;
  const { kql, table, tables } = variant;
  if (kql === null || table === null) return null;
  const samples = runsOf(rule, choice)
    .filter(({ kind }) => kind !== 'constructed')
    .map(({ name, event, kind }) => ({ name, event, written: kind === 'written' }));
  return {
    rules: [rule.raw, ...(await relatedTexts(rule))],
    query: { kql, target: translation.target, table, tables },
    samples,
  };
}

function introduction({ matches, misses }: { matches: number; misses: number }): string {
  return `//
// Proof: runs the query on ${matches} ${matches === 1 ? 'case' : 'cases'} that it must find and ${misses} that it must not.
// The rows are below and stand in for the tables, so that nothing of yours is read.
// The result is one row with the verdict. It shows that the query works on such rows here, not that your
// tables have any: run the query itself for that.
`;
}
