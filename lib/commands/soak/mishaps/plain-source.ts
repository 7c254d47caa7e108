import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const RULES = 40;

/** Writes rules of a log source that no table carries to a folder: a sync of them has nothing to translate or to prove. */
export function writePlainSource(folder: string, { title }: { readonly title: string }): string {
  const rules = path.join(folder, 'rules');
  mkdirSync(rules, { recursive: true });
  for (let at = 1; at <= RULES; at++) {
    writeFileSync(path.join(rules, `${at}.yml`), plainRule(at, `${title} ${at}`));
  }
  return folder;
}

function plainRule(at: number, title: string): string {
  return `title: ${title}
id: aaaaaaaa-0000-4000-8000-${String(at).padStart(12, '0')}
status: test
description: ${'Detects what the soak needs. '.repeat(40)}
author: Watchfloor
date: 2026-01-01
tags: [attack.execution, attack.t1059.001]
logsource: { product: soak }
detection:
    selection: { Field: value ${at} }
    condition: selection
level: medium
`;
}
