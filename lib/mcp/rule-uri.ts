/** The template of the rules' addresses as resources. */
export const RULE_URI = 'rule://{id}';

export function ruleUri(id: string): string {
  return RULE_URI.replace('{id}', () => encodeURIComponent(id));
}
