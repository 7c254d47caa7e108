import { z } from 'zod';

/**
 * The shape of the YAML in `content/mappings/`: what a person may write. `load.ts` turns it into the
 * resolved form of `mapping.ts`; `content/mappings/README.md` teaches it.
 */

const text = z.string().min(1);
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const oneOrMany = z.union([scalar.transform((one) => [one]), z.array(scalar)]);

const quality = z.enum(['exact', 'derived', 'approximate']);
const type = z.enum(['string', 'int', 'long', 'real', 'bool', 'datetime', 'guid']);

const described = {
  quality: quality.optional(),
  sources: z.array(text).optional(),
  note: text.optional(),
};

const rewrite = z.array(text).optional();

/** Exactly one of the first group of keys says how the field is found in the table. */
const field = z
  .strictObject({
    column: text.optional(),
    expression: text.optional(),
    path: text.optional(),
    constant: oneOrMany.optional(),
    when: z.record(z.string(), text).optional(),
    hashes: z.record(z.string(), text).optional(),
    whole: text.optional(),
    none: text.optional(),
    values: z.record(z.string(), oneOrMany).optional(),
    numbers: z.array(z.enum(['sysmon', 'decimal'])).optional(),
    types: z.strictObject({ DWORD: text.optional(), QWORD: text.optional() }).optional(),
    starting: z.strictObject({ with: text, expression: text }).optional(),
    elements: z.strictObject({ open: text, close: text }).optional(),
    accepts: text.optional(),
    type: type.optional(),
    required: z.boolean().optional(),
    rewrite,
    ...described,
  })
  .superRefine((entry, context) => {
    const ways = ['column', 'expression', 'path', 'constant', 'when', 'hashes', 'none'] as const;
    const isColumn = entry.column !== undefined || entry.expression !== undefined;
    const given = ways.filter((way) => entry[way] !== undefined && !(way === 'when' && isColumn));
    if (given.length !== 1) {
      context.addIssue({
        code: 'custom',
        message: `needs exactly one of ${ways.join(', ')}; has ${given.join(' and ') || 'none of them'}`,
      });
    }
    if (entry.values && !entry.column && !entry.expression) {
      context.addIssue({ code: 'custom', message: 'values needs a column or an expression' });
    }
    if (entry.whole && !entry.hashes) {
      context.addIssue({ code: 'custom', message: 'whole belongs to hashes' });
    }
    if (entry.starting && !isColumn) {
      context.addIssue({ code: 'custom', message: 'starting needs a column or an expression' });
    }
    if (entry.types && !entry.numbers) {
      context.addIssue({ code: 'custom', message: 'types belongs to numbers' });
    }
    if (entry.numbers && !entry.column && !entry.expression) {
      context.addIssue({ code: 'custom', message: 'numbers needs a column or an expression' });
    }
  });

const keywords = z.strictObject({ expression: text, rewrite, ...described });

const part = {
  use: z.array(text).optional(),
  table: text.optional(),
  workspaceTable: text.optional(),
  label: text.optional(),
  where: oneOrMany.optional(),
  columns: z.enum(['same']).optional(),
  fields: z.record(z.string(), field).optional(),
  default: field.optional(),
  keywords: keywords.optional(),
  ...described,
};

const logsource = z.strictObject({
  product: text.optional(),
  category: text.optional(),
  service: text.optional(),
  with: z.record(z.string(), scalar).optional(),
});

export const mappingFile = z
  .strictObject({
    logsources: z.array(logsource).min(1),
    variants: z.array(z.strictObject(part)).min(1).optional(),
    none: text.optional(),
  })
  .refine((file) => (file.variants === undefined) !== (file.none === undefined), {
    message: 'needs either variants, or none with the reason why this target has no table',
  });

export const presetsFile = z.strictObject({
  presets: z.record(z.string(), z.strictObject(part)).optional(),
  rewrites: z
    .record(
      z.string(),
      z.strictObject({
        needs: text,
        always: z.boolean().optional(),
        atEnd: z.boolean().optional(),
        expression: text.includes('{value}', 'must contain {value}'),
        sources: z.array(text).optional(),
        note: text.optional(),
      }),
    )
    .optional(),
});

export const sourcesFile = z.record(
  z.string(),
  z.strictObject({ title: text, url: z.url().nullable(), found: z.boolean() }),
);

export type MappingFile = z.infer<typeof mappingFile>;
export type FieldEntry = z.infer<typeof field>;
export type VariantPart = Omit<NonNullable<MappingFile['variants']>[number], never>;
export type PresetsFile = z.infer<typeof presetsFile>;
export type SourcesFile = z.infer<typeof sourcesFile>;
