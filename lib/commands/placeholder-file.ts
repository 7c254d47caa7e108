import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readYamlFile, type YamlProblem } from '@/lib/yaml-file';
import { messageOf, UsageError } from './arguments';

const NAME =
  'is not the name of a placeholder; write it without percent signs, as in Administrators';
const VALUES = 'must be a list of text, such as ["adm_*", "root"]';
const FILE = 'must map names to lists of values, such as {"Administrators": ["adm_*", "root"]}';
const schema = z.record(
  z.string().regex(/^[A-Za-z0-9_.-]+$/),
  z.array(z.string({ error: VALUES }), { error: VALUES }).min(1, { error: VALUES }),
  { error: ({ code }) => (code === 'invalid_key' ? NAME : FILE) },
);

/**
 * The values of placeholders, by name without percent signs, from a file in JSON or YAML:
 * `{"Administrators": ["adm_*", "root"]}`. Values are in Sigma's notation. Throws a UsageError that names
 * the file, the line and the reason of everything that is wrong.
 */
export function readPlaceholderFile(path: string): Readonly<Record<string, readonly string[]>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read the placeholders in ${path}: ${messageOf(error)}`);
  }
  const problems: YamlProblem[] = [];
  const values = readYamlFile({ path, text }, schema, problems);
  if (values === null) throw new UsageError(problems.map(({ message }) => message).join('\n'));
  return values;
}
