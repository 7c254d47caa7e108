import { z } from 'zod';
import { type QueryChoice, runsOf, shownProof } from '@/lib/catalog/query-choice';
import type { RuleDetail, StoredEvidence } from '@/lib/catalog/rule';
import { proofMeanings } from '@/lib/glossary';
import { PROOFS } from '@/lib/proof/types';
import { plainLine } from '@/lib/text/plain-text';

/** Why a query is believed to find what its rule describes. */
export const evidence = z.object({
  proof: z.enum(PROOFS),
  meaning: z.string(),
  parserErrors: z
    .int()
    .nullable()
    .describe('What Microsoft’s parser and binder find in the query; null without a query.'),
  samples: z.int().describe('Published real events on which rule and query were run.'),
  written: z.int().describe('Events that were written for the rule.'),
  made: z.int().describe('Events that were made from the rule.'),
  disagree: z.int().describe('Those on which, or on whose near misses, rule and query differ.'),
  notRun: z.int().describe('Those that cannot be rows of the table.'),
  names: z.array(z.string()).describe('The first published samples.'),
});

const MAX_NAMES = 5;

/** What a rule's query was run on. */
export function evidenceOf(rule: RuleDetail, choice: QueryChoice): z.infer<typeof evidence> {
  const runs = runsOf(rule, choice);
  const ran = runs.filter(({ skipped }) => skipped === null);
  const proof = choice.variant.kql === null ? 'none' : shownProof(rule, choice);
  const samples = ran.filter(({ kind }) => kind === 'sample');
  return {
    proof,
    meaning: proofMeanings()[proof],
    parserErrors: choice.variant.kql === null ? null : choice.translation.checkErrors,
    samples: events(samples),
    written: events(ran.filter(({ kind }) => kind === 'written')),
    made: events(ran.filter(({ kind }) => kind === 'constructed')),
    disagree: ran.filter(({ differs }) => differs).length,
    notRun: runs.length - ran.length,
    names: samples.slice(0, MAX_NAMES).map(({ name }) => plainLine(name, 'title')),
  };
}

function events(runs: readonly StoredEvidence[]): number {
  return runs.reduce((sum, { tried }) => sum + tried, 0);
}
