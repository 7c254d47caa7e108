/** A property of an ARM template, as JSON has it. */
export type ArmValue =
  | string
  | number
  | boolean
  | readonly ArmValue[]
  | { readonly [key: string]: ArmValue | undefined };

/** A text that ARM reads as it is. Between brackets, it would be an expression. */
export function armText(text: string): string {
  return /^\[[\s\S]*\]$/.test(text) ? `[${text}` : text;
}

/** A template with one parameter, the workspace's name, that deploys the resources. */
export function armTemplate(resources: readonly ArmValue[]): string {
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    parameters: { workspace: { type: 'String' } },
    resources,
  };
  return `${JSON.stringify(template, null, 2)}\n`;
}
