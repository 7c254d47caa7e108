import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import type { Span } from '../diagnostic';
import { diagnose, type Report } from './diagnostics';

/**
 * YAML with positions. js-yaml turns text into a flat list of events that carry offsets; this file
 * builds a tree of them that keeps the offsets. Rules are hostile input, so the tree is bounded: in
 * depth, and in the number of nodes that a walk visits when it follows each alias to its anchor. An
 * alias is a reference, and reading stops at the node that exceeds the bound, so neither a "billion
 * laughs" document nor merge keys can expand first.
 */
export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  /** Decoded: without quotes, escapes resolved. */
  readonly text: string;
  /** Unquoted and untagged, so that `1`, `true` and `null` are not strings. */
  readonly plain: boolean;
  readonly depth: number;
  readonly size: number;
}

export interface SequenceNode extends Span {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly depth: number;
  readonly size: number;
}

export interface MappingEntry {
  readonly key: ScalarNode;
  readonly value: YamlNode;
}

export interface MappingNode extends Span {
  readonly kind: 'mapping';
  readonly entries: readonly MappingEntry[];
  readonly depth: number;
  readonly size: number;
}

export type YamlNode = ScalarNode | SequenceNode | MappingNode;

export const MAX_DEPTH = 64;
const MAX_NODES = 100_000;
const STRING_TAGS = new Set(['!!str', '!', '!<tag:yaml.org,2002:str>']);
const PLAIN_TAGS = new Set(['!!int', '!!float', '!!bool', '!!null', '!!seq', '!!map']);

/** One document's tree; null when its YAML is not usable, with the errors sent to `report`. */
export function readYaml(text: string, report: Report): YamlNode | null {
  const read = parseLeniently(text, report);
  if (!read) return null;
  const builder = new TreeBuilder(read.text, read.events, report);
  const root = builder.build();
  if (!root || builder.failed) return null;
  if (root.depth > MAX_DEPTH) {
    report(diagnose('error', 'sigma/too-deep', `Nested deeper than ${MAX_DEPTH} levels`, root));
    return null;
  }
  return root;
}

const MAX_REPAIRS = 50;

/**
 * The events of a text. YAML 1.1 let the lines of a quoted text begin at the margin, where YAML 1.2 asks
 * for a blank. The line break before such a line means a blank, so a blank in its place means the same
 * and leaves every offset as it is.
 */
function parseLeniently(
  text: string,
  report: Report,
): { readonly text: string; readonly events: Event[] } | null {
  let repaired = text;
  for (let repairs = 0; ; repairs++) {
    try {
      return { text: repaired, events: parseEvents(repaired, { maxDepth: MAX_DEPTH }) };
    } catch (error) {
      const { reason, mark } = error as { reason?: string; mark?: { position?: number } };
      const at = reason === 'deficient indentation' ? (mark?.position ?? 0) : 0;
      const isBreak = repaired[at - 1] === '\n' && /[^\s]/.test(repaired[at - 2] ?? '');
      if (!isBreak || /\s/.test(repaired[at] ?? ' ') || repairs === MAX_REPAIRS) {
        report(syntaxDiagnostic(error, text));
        return null;
      }
      if (repairs === 0) {
        const message = 'YAML 1.2 asks for a blank before each further line of a quoted text';
        const span = { start: at, end: at + 1 };
        report(diagnose('warning', 'sigma/yaml-indentation', message, span, 'Indent the line.'));
      }
      repaired = `${repaired.slice(0, at - 1)} ${repaired.slice(at)}`;
    }
  }
}

function syntaxDiagnostic(error: unknown, text: string) {
  const { reason, mark } = error as { reason?: string; mark?: { position?: number } };
  const message = reason ?? (error instanceof Error ? error.message : String(error));
  const at = Math.min(mark?.position ?? 0, text.length);
  const code = message.includes('maxDepth') ? 'sigma/too-deep' : 'sigma/yaml-syntax';
  return diagnose('error', code, `Not valid YAML: ${message}`, { start: at, end: at + 1 });
}

class TreeBuilder {
  failed = false;
  private readonly text: string;
  private readonly events: readonly Event[];
  private readonly report: Report;
  private readonly anchors = new Map<string, YamlNode>();
  private at = 0;
  /** Nodes so far, with each alias counted as a copy of its anchor. */
  private size = 0;
  /** End of the last thing read: the position of an empty value. */
  private cursor = 0;

  constructor(text: string, events: readonly Event[], report: Report) {
    this.text = text;
    this.events = events;
    this.report = report;
  }

  build(): YamlNode | null {
    if (this.events[0]?.type !== EVENT_ID.DOCUMENT) return null;
    this.at = 1;
    return this.node();
  }

  private fail(code: 'sigma/yaml-alias' | 'sigma/yaml-tag', message: string, span: Span): void {
    this.failed = true;
    this.report(diagnose('error', code, message, span));
  }

  private node(): YamlNode | null {
    const event = this.events[this.at++];
    if (!event) return null;
    if (event.type !== EVENT_ID.ALIAS && !this.hasRoom(1, this.cursor)) return null;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.anchored(event, this.scalar(event));
      case EVENT_ID.SEQUENCE:
        return this.anchored(event, this.sequence(event.start));
      case EVENT_ID.MAPPING:
        return this.anchored(event, this.mapping(event.start));
      case EVENT_ID.ALIAS: {
        const span = { start: event.anchorStart - 1, end: event.anchorEnd };
        const name = this.text.slice(event.anchorStart, event.anchorEnd);
        const target = this.anchors.get(name);
        this.cursor = span.end;
        if (!target) this.fail('sigma/yaml-alias', `There is no anchor named \`${name}\``, span);
        return this.hasRoom(target?.size ?? 1, span.start) ? (target ?? this.empty()) : null;
      }
      default:
        return null;
    }
  }

  /** Counts nodes before they are built. After the first one too many, which it reports, none is. */
  private hasRoom(nodes: number, start: number): boolean {
    if (this.size > MAX_NODES) return false;
    this.size += nodes;
    if (this.size <= MAX_NODES) return true;
    this.failed = true;
    const message = `More than ${MAX_NODES} values, counting those that aliases repeat`;
    const hint = 'Split the rule, or use fewer aliases.';
    const span = { start, end: start + 1 };
    this.report(diagnose('error', 'sigma/too-many-nodes', message, span, hint));
    return false;
  }

  private anchored(
    event: { anchorStart: number; anchorEnd: number; tagStart: number; tagEnd: number },
    node: YamlNode,
  ): YamlNode {
    if (event.anchorStart !== -1) {
      this.anchors.set(this.text.slice(event.anchorStart, event.anchorEnd), node);
    }
    if (event.tagStart === -1) return node;
    const tag = this.text.slice(event.tagStart, event.tagEnd);
    if (!STRING_TAGS.has(tag) && !PLAIN_TAGS.has(tag)) {
      const span = { start: event.tagStart, end: event.tagEnd };
      this.fail('sigma/yaml-tag', `The tag \`${tag}\` has no meaning in a rule`, span);
    }
    return node;
  }

  private scalar(event: Extract<Event, { type: typeof EVENT_ID.SCALAR }>): ScalarNode {
    if (event.valueStart === -1) return this.empty();
    const quoted =
      event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    const start = event.valueStart - (quoted ? 1 : 0);
    let end = event.valueEnd + (quoted ? 1 : 0);
    if (event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK) {
      while (end > start && /\s/.test(this.text[end - 1] ?? '')) end--;
    }
    this.cursor = end;
    const tag = event.tagStart === -1 ? null : this.text.slice(event.tagStart, event.tagEnd);
    return {
      kind: 'scalar',
      text: getScalarValue(this.text, event),
      plain: event.style === SCALAR_STYLE.PLAIN && (tag === null || !STRING_TAGS.has(tag)),
      start,
      end,
      depth: 0,
      size: 1,
    };
  }

  private empty(): ScalarNode {
    const { cursor } = this;
    return { kind: 'scalar', text: '', plain: true, start: cursor, end: cursor, depth: 0, size: 1 };
  }

  private atEnd(): boolean {
    const event = this.events[this.at];
    if (event && event.type !== EVENT_ID.POP) return false;
    this.at++;
    return true;
  }

  private sequence(start: number): SequenceNode {
    const items: YamlNode[] = [];
    let depth = 0;
    let size = 1;
    this.cursor = start;
    while (!this.atEnd()) {
      const item = this.node();
      if (!item) break;
      items.push(item);
      depth = Math.max(depth, item.depth);
      size += item.size;
    }
    return { kind: 'sequence', items, start, end: this.cursor, depth: depth + 1, size };
  }

  /** A key that repeats its value means nothing new; with another value, nobody knows which is meant. */
  private repeated(key: ScalarNode, first: YamlNode, second: YamlNode): void {
    const agrees = isSame(first, second);
    if (!agrees) this.failed = true;
    const message = `The key \`${key.text}\` appears twice${agrees ? ', with the same value' : ''}`;
    const hint = agrees
      ? 'Remove one of them.'
      : 'Combine their values, or rename one of the keys.';
    const severity = agrees ? 'warning' : 'error';
    this.report(diagnose(severity, 'sigma/yaml-duplicate-key', message, key, hint));
  }

  private mapping(start: number): MappingNode {
    const own: MappingEntry[] = [];
    const inherited: MappingEntry[] = [];
    const values = new Map<string, YamlNode>();
    let depth = 0;
    let size = 1;
    this.cursor = start;
    while (!this.atEnd()) {
      const key = this.node();
      const value = this.node();
      if (!key || !value) break;
      depth = Math.max(depth, key.depth, value.depth);
      size += key.size + value.size;
      if (key.kind !== 'scalar') {
        this.failed = true;
        this.report(diagnose('error', 'sigma/yaml-key', 'A key must be a single word', key));
        continue;
      }
      if (key.plain && key.text === '<<') {
        for (const entry of mergedEntries(value)) inherited.push(entry);
        continue;
      }
      const first = values.get(key.text);
      if (first) this.repeated(key, first, value);
      else {
        values.set(key.text, value);
        own.push({ key, value });
      }
    }
    for (const entry of inherited) {
      if (values.has(entry.key.text)) continue;
      values.set(entry.key.text, entry.value);
      own.push(entry);
    }
    return { kind: 'mapping', entries: own, start, end: this.cursor, depth: depth + 1, size };
  }
}

/** Whether two nodes say the same, in the same order. Nodes are at most 64 levels deep. */
function isSame(a: YamlNode, b: YamlNode): boolean {
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.text === b.text && a.plain === b.plain;
  if (a.size !== b.size) return false;
  if (a.kind === 'sequence') {
    return (
      b.kind === 'sequence' &&
      b.items.length === a.items.length &&
      a.items.every((item, at) => {
        const other = b.items[at];
        return other !== undefined && isSame(item, other);
      })
    );
  }
  return (
    b.kind === 'mapping' &&
    a.entries.length === b.entries.length &&
    a.entries.every(({ key, value }, at) => {
      const other = b.entries[at];
      return key.text === other?.key.text && isSame(value, other.value);
    })
  );
}

function mergedEntries(value: YamlNode): readonly MappingEntry[] {
  if (value.kind === 'mapping') return value.entries;
  if (value.kind === 'sequence') return value.items.flatMap(mergedEntries);
  return [];
}

/** The value of a mapping's key. */
export function getEntry(node: MappingNode, key: string): MappingEntry | undefined {
  return node.entries.find((entry) => entry.key.text === key);
}
