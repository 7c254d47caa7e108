import type { Deployable, DeployLimits, Loss, Renderer } from '../types';
import { analyticsRuleRenderer } from './analytics-rule';
import type { FittedRule } from './fit-analytics-rule';
import { argument, block, type HclBlock, HclReference, printHcl } from './hcl';

export interface TerraformProvider {
  readonly name: string;
  readonly source: string;
  readonly version: string;
}

/**
 * A renderer of one rule in a module: a file that is the same for every rule, called like the provider, and
 * the rule's own. The module has no provider block, since the configuration that calls it has. A query
 * ends in a newline if there is room for it, so that it can be a heredoc. Terraform composes Unicode (NFC), which would change what
 * a query finds, so a query of other text is refused.
 */
export function terraformRenderer(
  format: 'terraform' | 'azapi',
  limits: DeployLimits,
  provider: TerraformProvider,
  resource: (deployable: Deployable, fitted: FittedRule, query: string) => HclBlock,
): Renderer {
  return analyticsRuleRenderer(format, limits, (deployable, fitted, query) => {
    if (query.normalize('NFC') !== query) return { files: [], losses: [DECOMPOSED_QUERY] };
    const name = fitted.name.normalize('NFC');
    const description = fitted.description.normalize('NFC');
    const isChanged = name !== fitted.name || description !== fitted.description;
    const text = query.length < limits.queryCharacters ? `${query}\n` : query;
    const rule = resource(deployable, { ...fitted, name, description }, text);
    return {
      files: [
        { path: `${provider.name}.tf`, text: moduleText(provider), isShared: true },
        { path: `${deployable.id}.tf`, text: printHcl([rule]) },
      ],
      losses: isChanged ? [COMPOSED_TEXT] : [],
    };
  });
}

/** A label for a rule's resource. */
export const resourceLabel = ({ id }: Deployable): string => `rule_${id.replaceAll('-', '_')}`;

/** The resource id of the workspace, which the calling configuration gives. */
export const WORKSPACE_ID = new HclReference('var.workspace_id');

const DECOMPOSED_QUERY: Loss = {
  code: 'deploy/composed',
  field: 'query',
  message:
    'The query has decomposed characters, and Terraform composes them. Deploy it as ARM or Bicep.',
  effect: 'refused',
};

const COMPOSED_TEXT: Loss = {
  code: 'deploy/composed',
  field: 'description',
  message: 'Terraform composes the decomposed characters of the name or description.',
  effect: 'changed',
};

function moduleText({ name, source, version }: TerraformProvider): string {
  const description =
    'Resource id of the Log Analytics workspace that has Microsoft Sentinel. The rules are disabled.';
  return printHcl([
    block(
      'terraform',
      [],
      [block('required_providers', [], [argument(name, { source, version })])],
    ),
    block(
      'variable',
      ['workspace_id'],
      [argument('description', description), argument('type', new HclReference('string'))],
    ),
  ]);
}
