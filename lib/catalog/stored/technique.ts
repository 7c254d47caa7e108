import { z } from 'zod';
import type { Technique } from '@/lib/attack';
import { column } from './column';
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
/** The column's default is `{}`: nothing is known of the technique. */
export const techniqueDetail = column<TechniqueDetail>()(
  'Technique.detail',
  z.object({
    dataComponents: links,
    detections: links,
    mitigations: links,
    groups: links,
    software: links,
    known: z
      .object({ groups: z.number(), software: z.number() })
      .default({ groups: 0, software: 0 }),
  }),
);
