import type { Target } from '@/lib/target';
import type { SourceEvent } from '../types';
import { AUDITD_CONNECTORS } from './auditd';
import type { Connector, LogSourceKey } from './connector';
import { readConnectors } from './load-connectors';

let index: ReadonlyMap<string, readonly Connector[]> | null = null;

/** The connectors of a log source in a target. Reads `content/connectors` on the first call. */
export function connectorsOf(source: SourceEvent, target: Target): readonly Connector[] {
  index ??= indexed(allConnectors());
  return index.get(keyOf(source, target)) ?? [];
}

/** Every connector of the repository: those written as data, then those written as code. */
function allConnectors(): Connector[] {
  return [...readConnectors(), ...AUDITD_CONNECTORS];
}

function indexed(connectors: readonly Connector[]): ReadonlyMap<string, readonly Connector[]> {
  const found = new Map<string, Connector[]>();
  for (const connector of connectors) {
    for (const source of connector.logsources) {
      const key = keyOf(source, connector.target);
      found.set(key, [...(found.get(key) ?? []), connector]);
    }
  }
  return found;
}

function keyOf({ product, category, service }: LogSourceKey, target: Target): string {
  return JSON.stringify([target, product, category, service]);
}
