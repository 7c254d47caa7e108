import type { z } from 'zod';
import type { links } from './rule-schema';

/** The addresses of a rule in other forms. */
export function ruleLinks(id: string, origin: string, hasQuery: boolean): z.infer<typeof links> {
  const page = `${origin}/rules/${encodeURIComponent(id)}`;
  return {
    json: `${page}.json`,
    markdown: `${page}.md`,
    sigma: `${page}.yml`,
    kql: hasQuery ? `${page}.kql` : null,
    history: `${page}/history`,
  };
}
