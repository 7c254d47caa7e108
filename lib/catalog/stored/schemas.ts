import { z } from 'zod';
import type { DiagnosticCode } from '@/lib/diagnostic';
import { SEVERITIES } from '@/lib/severity';
import { TARGETS } from '@/lib/target';
import { OUTCOMES } from '@/lib/translate/types';

// Schemas that several columns share.

export const strings = z.array(z.string());
export const target = z.enum(TARGETS);
export const outcome = z.enum(OUTCOMES);

export const span = z.object({ start: z.number(), end: z.number() });

/** Accepts any string as a code: the version that wrote the row may have other codes than this one. */
const code = z.custom<DiagnosticCode>((value) => typeof value === 'string');

export const diagnostics = z.array(
  z.object({
    severity: z.enum(SEVERITIES),
    code,
    message: z.string(),
    span: span.optional(),
    hint: z.string().optional(),
    effect: z.enum(['wider', 'narrower', 'either']).optional(),
    table: z.string().optional(),
    instead: z.object({ target, table: z.string() }).optional(),
  }),
);

/** A tactic by its short name and its name. */
export const tacticName = z.object({ shortName: z.string(), name: z.string() });
