import { z } from 'zod';
import type { Technique } from '@/lib/attack';
import type { Technique as TechniqueRow } from '../generated/client';
import { column } from './column';
import { packedColumn } from './packed-column';
import { strings } from './schemas';

/** What only a technique's own page shows. */
export type TechniqueDetail = Pick<
  Technique,
  'dataComponents' | 'detections' | 'mitigations' | 'groups' | 'software' | 'known'
>;

const links = z
  .array(
    z.object({
      id: z.string(),
      name: z.string(),
      url: z.string(),
      text: z.string(),
      source: z.object({ name: z.string(), url: z.string().nullable() }).nullable(),
    }),
  )
  .default([]);

export const techniqueTactics = column<readonly string[]>()('Technique.tactics', strings);
export const techniquePlatforms = column<readonly string[]>()('Technique.platforms', strings);
export const techniqueDetail = packedColumn<Omit<TechniqueDetail, 'known'>>()(
  'Technique.detail',
  'enrichment',
  z.object({
    dataComponents: links,
    detections: links,
    mitigations: links,
    groups: links,
    software: links,
  }),
);

type DetailRow = Pick<TechniqueRow, 'id' | 'detail' | 'knownGroups' | 'knownSoftware'>;

/** Reads what a technique's own page shows from its row. Throws a StoredValueError. */
export function readTechniqueDetail(row: DetailRow): TechniqueDetail {
  const known = { groups: row.knownGroups, software: row.knownSoftware };
  return { ...techniqueDetail.read(row.detail, row.id), known };
}
