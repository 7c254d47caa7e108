import { z } from 'zod';
import { MOST, type ModelText, type Part } from './types';

const sentences = z.array(z.object({ text: z.string(), cites: z.array(z.string()) }));

/** The form of an answer, as an endpoint is told it. Limits are left to `readAnswer`: not all endpoints know them. */
export const answerSchema = z.object({
  hypothesis: sentences,
  benign: sentences,
  questions: sentences,
});

/** Far more than is asked for; what is beyond is not looked at. */
const LONGEST = 100_000;

/**
 * A model's answer, cut to the most sentences of each part. Null if it is not JSON of the form. Some models
 * put JSON between fences, or write a sentence before it.
 */
export function readAnswer(text: string): ModelText | null {
  if (text.length > LONGEST) return null;
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch {
    return null;
  }
  const read = answerSchema.safeParse(data);
  if (!read.success) return null;
  const part = (name: Part) => read.data[name].slice(0, MOST[name]);
  return { hypothesis: part('hypothesis'), benign: part('benign'), questions: part('questions') };
}
