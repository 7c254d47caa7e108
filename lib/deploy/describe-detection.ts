import { plainLine, plainText } from '@/lib/text/plain-text';
import type { DeployRule } from './deploy-rule';
import type { Deployable } from './types';

/**
 * The rule's own description, how its query differs, and what its licence asks for wherever it is shared.
 * With the query's fingerprint, by which an export is recognised, and with ATT&CK as the rule says it, if the
 * formats say less or otherwise.
 */
export function describeDetection(
  rule: DeployRule,
  losses: Deployable['losses'],
  tactics: readonly string[],
  fingerprint: string,
): string {
  const { licence, url } = rule;
  const own = plainText(rule.description.replaceAll('\r\n', '\n').trim(), 'description');
  const notes = losses
    .filter(({ code }) => code === 'deploy/approximate')
    .map(({ message }) => message);
  const isMapped = losses.some(({ code }) => /^deploy\/(tactic|technique)-/.test(code));
  const credits = [
    `Author: ${plainLine(rule.author ?? 'not named', 'author')}`,
    `Licence: ${plainLine(licence.name, 'licence')}${licence.url ? ` (${licence.url})` : ''}`,
    `Source: ${url ? `${plainLine(url, 'path')} ` : ''}(Sigma rule ${plainLine(rule.id, 'word')}, translated to KQL by Watchfloor, query ${fingerprint})`,
    ...(isMapped || tactics.length > 1 ? [attackLine(rule)] : []),
  ];
  return [own, ...notes, credits.join('\n')].filter((part) => part !== '').join('\n\n');
}

function attackLine({ tactics, techniques }: DeployRule): string {
  const parts = [tactics.join(', '), techniques.map(({ id }) => id).join(', ')];
  return `ATT&CK: ${plainLine(parts.filter((part) => part !== '').join('; '), 'sentence')}`;
}
