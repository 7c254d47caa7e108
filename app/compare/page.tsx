import Link from 'next/link';
import { ChooseRules, type Side } from '@/components/compare/choose-rules';
import { PASTED } from '@/components/compare/compare-href';
import type { ComparedRule } from '@/components/compare/compared-rule';
import { Comparison } from '@/components/compare/comparison';
import { PastedComparison } from '@/components/compare/pasted-comparison';
import '@/components/compare/compare.css';
import { detectionGuidance } from '@/lib/catalog/guidance';
import { neighboursOf } from '@/lib/catalog/neighbours';
import { getRule, type RuleDetail } from '@/lib/catalog/rule';
import { rulesLike } from '@/lib/catalog/rules-like';
import { outcomeMeanings } from '@/lib/glossary';
import { highlight } from '@/lib/highlight';
import { translatePool } from '@/lib/workbench/shared-pool';

export const metadata = {
  title: 'Compare',
  description: 'Two rules side by side: what they look for, their Sigma and their queries.',
};

/** `?a=<id>&b=<id>` compares two rules, `&b=pasted` one with a pasted rule. What is missing is asked for. */
export default async function ComparePage({ searchParams }: PageProps<'/compare'>) {
  const { a: askedA, b: askedB } = await searchParams;
  const [a, b] = await Promise.all([chosenRule(askedA), chosenRule(askedB)]);
  const isPasted = askedB === PASTED;
  if (isPasted) translatePool().warm();
  return (
    <div className="page pt-4 pb-8">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h1 className="font-semibold text-xl">Compare</h1>
        {a.rule && (b.rule || isPasted) ? (
          <Link
            href={`/compare?a=${encodeURIComponent(a.rule.id)}`}
            prefetch={false}
            className="text-sm"
          >
            Compare A with another rule
          </Link>
        ) : null}
      </div>
      {a.rule && b.rule ? (
        <Comparison
          a={await compared(a.rule)}
          b={await compared(b.rule)}
          meanings={outcomeMeanings()}
        />
      ) : a.rule && isPasted ? (
        <>
          <noscript>
            <p className="note note-warning mb-3">
              A pasted rule needs JavaScript. Two rules of the catalog compare without it.
            </p>
          </noscript>
          <PastedComparison a={await compared(a.rule)} meanings={outcomeMeanings()} />
        </>
      ) : (
        <ChooseRules
          a={a.side}
          b={isPasted ? { chosen: PASTED, text: 'The pasted rule', like: [] } : b.side}
          near={await neighboursOfChosen(a.rule ?? b.rule)}
        />
      )}
    </div>
  );
}

/** The rule of a parameter, and how to ask for it if there is none. */
async function chosenRule(
  asked: string | string[] | undefined,
): Promise<{ readonly rule: RuleDetail | null; readonly side: Side }> {
  const text = (typeof asked === 'string' ? asked : '').trim().slice(0, 500);
  if (text === '' || text === PASTED)
    return { rule: null, side: { chosen: null, text: '', like: [] } };
  const like = await rulesLike(text);
  const [only] = like;
  const rule = only && like.length === 1 ? await getRule(only.id) : null;
  return {
    rule,
    side: rule ? { chosen: rule.id, text: rule.title, like: [] } : { chosen: null, text, like },
  };
}

async function neighboursOfChosen(rule: RuleDetail | null) {
  return rule ? await neighboursOf(rule) : [];
}

/** Of longer texts, the start is compared. */
const MAX_CHARACTERS = 60_000;

async function compared(rule: RuleDetail): Promise<ComparedRule> {
  const { id, title, level, techniques, raw, document, translations } = rule;
  const texts = [raw, ...translations.map(({ kql }) => kql ?? '')];
  return {
    title,
    href: `/rules/${encodeURIComponent(id)}`,
    level,
    logsource: document.logsource,
    techniques,
    words: detectionGuidance(rule)?.words ?? null,
    isCut: texts.some(({ length }) => length > MAX_CHARACTERS),
    lines: await highlight(startOf(raw.trimEnd()), 'yaml'),
    queries: await Promise.all(
      translations.map(async ({ target, outcome, kql }) => ({
        target,
        outcome,
        lines: kql === null ? [] : await highlight(startOf(kql), 'kusto'),
      })),
    ),
  };
}

function startOf(text: string): string {
  return text.slice(0, MAX_CHARACTERS);
}
