import { z } from 'zod';

/** The id of a rule in a path. */
export const ruleIdParameter = z
  .string()
  .min(1)
  .max(200)
  .describe('The rule’s id, in any letter case.');

/** The id of a technique in a path. */
export const techniqueIdParameter = z
  .string()
  .regex(/^T\d{4}(\.\d{3})?$/i, 'write it as T1059 or T1059.001')
  .describe('The technique’s id, such as `T1059.001`.');
