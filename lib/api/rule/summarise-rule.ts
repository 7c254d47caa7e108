import type { z } from 'zod';
import type { ExportedRule } from '@/lib/catalog/export-rules';
import { cite } from '@/lib/mcp/citation';
import { plainLine } from '@/lib/text/plain-text';
import { ruleLinks } from './rule-links';
import type { ruleSummary } from './rule-schema';

/** A rule as lists tell of it. */
export function summariseRule(
  { rule, licence, upstreamUrl }: ExportedRule,
  origin: string,
): z.input<typeof ruleSummary> {
  return {
    ...cite({ ...rule, licence, upstreamUrl }, origin),
    kind: rule.kind as z.input<typeof ruleSummary>['kind'],
    level: rule.level,
    status: rule.status,
    product: rule.product,
    category: rule.category,
    service: rule.service,
    sourceId: rule.source,
    collection: rule.collection,
    inFeed: rule.inFeed,
    hypothesis: plainLine(rule.hypothesis.replaceAll('`', ''), 'description'),
    written: rule.date,
    changed: rule.changedAt.toISOString(),
    techniques: [...rule.techniques],
    tactics: [...rule.tactics],
    cves: [...rule.cves],
    threats: [...rule.threats],
    proof: rule.proof,
    outcome: rule.outcome,
    queries: rule.queries.map(({ target, table, tables, outcome, cost, primary }) => ({
      target,
      table,
      tables: [...tables],
      outcome,
      cost,
      primary,
    })),
    links: ruleLinks(rule.id, origin, rule.queries.length > 0),
  };
}
