import type { Span } from '../diagnostic';
import { diagnose, type Report } from './diagnostics';
import { getEntry, type MappingNode, type ScalarNode, type YamlNode } from './yaml';

export function textsOf(nodes: readonly ScalarNode[]): string[] {
  return nodes.map((node) => node.text);
}

export function spansOf(nodes: readonly ScalarNode[]): Span[] {
  return nodes.map(spanOf);
}

export function spanOf({ start, end }: Span): Span {
  return { start, end };
}

export function readNames(node: MappingNode, key: string, report: Report): ScalarNode[] | null {
  const value = getEntry(node, key)?.value;
  return value ? readTexts(value, key, report) : null;
}

export function readTexts(value: YamlNode, key: string, report: Report): ScalarNode[] | null {
  const items = value.kind === 'sequence' ? value.items : [value];
  const texts = items.filter(
    (item): item is ScalarNode => item.kind === 'scalar' && item.text !== '',
  );
  if (texts.length === items.length) return texts;
  report(diagnose('error', 'sigma/invalid-type', `\`${key}\` must be a list of names`, value));
  return null;
}
