import { z } from 'zod';
import type { WordedCondition } from '@/lib/enrich/rule-in-words';

/** A condition in words, with those that it holds together. */
export const words: z.ZodType<WordedCondition> = z.object({
  text: z.string(),
  get of() {
    return z.array(words);
  },
});
