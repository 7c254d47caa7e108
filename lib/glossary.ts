import { load } from 'js-yaml';
import { z } from 'zod';
import { contentText } from './content';
import type { Proof } from './proof/types';
import type { Outcome } from './translate/types';

const glossarySchema = z.array(
  z.strictObject({
    term: z.string().min(1),
    definition: z.string().min(1),
    see: z.array(z.string()).min(1),
  }),
);

/** One of the product's own words, what it means, and the terms to read next. */
export type GlossaryEntry = Readonly<z.infer<typeof glossarySchema>[number]>;

let entries: readonly GlossaryEntry[] | undefined;

/** Every term of `content/glossary.yml`, in alphabetical order. Throws if the file is malformed. */
export function glossary(): readonly GlossaryEntry[] {
  entries ??= glossarySchema.parse(load(contentText('glossary.yml')));
  return entries;
}

/** What a term means, in plain text. Throws for a term that the glossary does not have. */
export function definitionOf(term: string): string {
  const entry = glossary().find((each) => each.term === term);
  if (!entry) throw new Error(`The glossary has no term “${term}”.`);
  return entry.definition;
}

/** The id of a term on the /glossary page: `hunt hypothesis` becomes `hunt-hypothesis`. */
export function anchorOf(term: string): string {
  return term.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

/** The term that explains each proof state. */
const PROOF_TERM = {
  proven: 'proven on real events',
  'self-tested': 'self-tested',
  checked: 'checked by the parser',
  approximate: 'approximate query',
  disagrees: 'disagrees',
  pending: 'pending',
  none: 'no query',
} as const satisfies Record<Proof, string>;

/** What each proof state means. */
export function proofMeanings(): Readonly<Record<Proof, string>> {
  const means = (proof: Proof) => definitionOf(PROOF_TERM[proof]);
  return {
    proven: means('proven'),
    'self-tested': means('self-tested'),
    checked: means('checked'),
    approximate: means('approximate'),
    disagrees: means('disagrees'),
    pending: means('pending'),
    none: means('none'),
  };
}

/** What each outcome means. */
export function outcomeMeanings(): Readonly<Record<Outcome, string>> {
  return {
    exact: definitionOf('exact'),
    approximate: definitionOf('approximate'),
    unsupported: definitionOf('unsupported'),
  };
}
