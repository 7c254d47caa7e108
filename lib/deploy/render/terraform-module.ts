import type { DeployFormat, Loss, RenderedFile } from '../types';
import type { analyticsRule } from './analytics-rule';
import { argument, block, printHcl } from './hcl';

interface Provider {
  readonly name: string;
  readonly source: string;
  readonly version: string;
}

/**
 * The files of one rule in a module: `<folder>/module.tf`, the same for every rule, and the rule's own. The
 * module has no provider block: the configuration that calls it has.
 */
export function terraformFiles(
  folder: DeployFormat,
  id: string,
  provider: Provider,
  resource: string,
): RenderedFile[] {
  return [
    { path: `${folder}/module.tf`, text: moduleText(provider) },
    { path: `${folder}/${id}.tf`, text: resource },
  ];
}

function moduleText({ name, source, version }: Provider): string {
  const required = new Map([
    ['source', source],
    ['version', version],
  ]);
  return printHcl([
    block('terraform', [], [block('required_providers', [], [argument(name, required)])]),
    block(
      'variable',
      ['workspace_id'],
      [
        argument(
          'description',
          'Resource id of the Log Analytics workspace that has Microsoft Sentinel.',
        ),
        argument('type', { reference: 'string' }),
      ],
    ),
  ]);
}

type Made = ReturnType<typeof analyticsRule>;

/** Terraform composes Unicode (NFC), and in a query this would change what it finds. */
export function composed({ rule, losses }: Made, format: DeployFormat): Made {
  if (!rule) return { rule, losses };
  const loss = (field: string, message: string, effect: Loss['effect']): Loss => ({
    format,
    code: 'deploy/composed',
    field,
    message,
    effect,
  });
  if (!isComposed(rule.query)) {
    const message =
      'The query has decomposed characters, and Terraform composes them. Deploy it as ARM or Bicep.';
    return { rule: null, losses: [...losses, loss('query', message, 'refused')] };
  }
  const [name, description] = [rule.name, rule.description].map((text) => text.normalize('NFC'));
  if (name === rule.name && description === rule.description) return { rule, losses };
  const message = 'Name or description has decomposed characters, and Terraform composes them.';
  return {
    rule: { ...rule, name: name ?? '', description: description ?? '' },
    losses: [...losses, loss('description', message, 'changed')],
  };
}

const isComposed = (text: string): boolean => text.normalize('NFC') === text;
