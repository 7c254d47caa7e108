import { contextOf } from '@/lib/enrich/context';
import { ATTACK, ruleOf } from '@/lib/enrich/samples';
import { modelInput } from './model-input';
import type { ModelInput } from './types';

// Shared by tests of what a model is told and of what it may say.

export interface Hostile {
  readonly title?: string;
  readonly description?: string;
  readonly value?: string;
  readonly selection?: string;
  readonly comment?: string;
  readonly falsepositive?: string;
}

/** A rule about certutil, with strangers' text in places of choice. */
export function certutilRule(more: Hostile = {}): string {
  const quoted = (text: string) => JSON.stringify(text);
  const name = more.selection ?? 'selection';
  return `title: ${quoted(more.title ?? 'Download with certutil')}
id: 11111111-1111-4111-8111-111111111111
status: test
level: high
description: ${quoted(more.description ?? 'Detects a download with certutil.')}
author: Nobody Special
references: [https://example.com/secret-page]
tags: [attack.command-and-control, attack.t1105]
falsepositives: [${quoted(more.falsepositive ?? 'Unknown')}]
logsource: { product: windows, category: process_creation }
detection:
  ${quoted(name)}: # ${more.comment ?? 'none'}
    Image|endswith: '\\certutil.exe'
    CommandLine|contains: [urlcache, ${quoted(more.value ?? 'verifyctl')}]
  condition: 1 of them
`;
}

export function inputOf(yaml: string): ModelInput {
  const rule = ruleOf(yaml);
  const input = modelInput(rule.id, rule, contextOf(rule, ATTACK));
  if (!input) throw new Error('The rule has no detection');
  return input;
}
