import { diagnose, type Report } from './diagnostics';
import { meantLogSource } from './meant-log-source';
import { nearest, suggest } from './nearest';
import { plainValue, scalarValue } from './scalar';
import {
  LEVELS,
  type LogSource,
  type RelatedRule,
  type Rule,
  type RuleBase,
  STATUSES,
} from './types';
import { getEntry, type MappingNode, type ScalarNode, type YamlNode } from './yaml';

/**
 * Reads a rule's metadata and checks it against Sigma's JSON schemas (detection rule schema 2.1.0,
 * correlation and filter schemas). Nothing here makes a rule unreadable: a wrong value is reported and
 * left out.
 */
export const BASE_FIELDS = [
  'title',
  'id',
  'name',
  'related',
  'taxonomy',
  'status',
  'description',
  'license',
  'author',
  'references',
  'date',
  'modified',
  'fields',
  'falsepositives',
  'level',
  'tags',
  'scope',
] as const;

export const KIND_FIELDS = {
  detection: ['logsource', 'detection'],
  correlation: ['correlation', 'generate'],
  filter: ['logsource', 'filter'],
} satisfies Record<Rule['kind'], string[]>;

export const RELATED_TYPES = ['derived', 'obsolete', 'merged', 'renamed', 'similar', 'correlation'];
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const OLD_DATE = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/;
const TAG = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;

/** Whether the text is a calendar date. */
function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function readMetadata(
  root: MappingNode,
  kind: Rule['kind'] | null,
  text: string,
  report: Report,
): RuleBase {
  const fields = new FieldReader(root, report);
  const known: readonly string[] = [...BASE_FIELDS, ...(kind ? KIND_FIELDS[kind] : [])];
  const title = fields.text('title', 256);
  const name = fields.text('name', 256);
  if (title === null && name === null) {
    report(diagnose('error', 'sigma/missing-field', 'A rule needs a `title`', keyOrStart(root)));
  }
  return {
    id: fields.id(),
    title: title ?? name ?? '',
    name,
    status: fields.oneOf('status', STATUSES),
    level: fields.oneOf('level', LEVELS),
    description: fields.text('description', 65_535) ?? '',
    author: fields.text('author', null),
    license: fields.text('license', null),
    date: fields.date('date'),
    modified: fields.date('modified'),
    references: fields.list('references'),
    falsepositives: fields.list('falsepositives', true, 2),
    tags: fields.tags(),
    related: fields.related(),
    fields: fields.list('fields'),
    scope: fields.list('scope', false, 2),
    taxonomy: fields.text('taxonomy', 256),
    custom: fields.custom(known),
    text,
  };
}

/** The log source of a rule. Without one, all parts are null and an error is reported. */
export function readLogSource(root: MappingNode, report: Report): LogSource {
  const node = root.entries.find((entry) => entry.key.text === 'logsource')?.value;
  if (node?.kind !== 'mapping') {
    const message = node ? '`logsource` must be a map of fields' : 'A rule needs a `logsource`';
    const code = node ? 'sigma/invalid-type' : 'sigma/missing-field';
    report(diagnose('error', code, message, node ?? keyOrStart(root)));
    return { product: null, category: null, service: null, definition: null };
  }
  const fields = new FieldReader(node, report);
  const logsource = {
    product: fields.text('product', null),
    category: fields.text('category', null),
    service: fields.text('service', null),
    definition: fields.text('definition', null),
  };
  fields.custom(['product', 'category', 'service', 'definition']);
  if (!logsource.product && !logsource.category && !logsource.service) {
    const message = 'A log source needs a product, a category or a service';
    report(diagnose('error', 'sigma/missing-field', message, node));
  }
  const meant = meantLogSource(logsource);
  if (meant.reasons.length > 0) {
    const message = `The log source is read as ${printLogSource(meant.logsource)}`;
    report(diagnose('warning', 'sigma/meant-logsource', message, node, meant.reasons.join(' ')));
  }
  return meant.logsource;
}

function printLogSource({ product, category, service }: LogSource): string {
  const parts = Object.entries({ product, category, service });
  return parts
    .flatMap(([part, value]) => (value === null ? [] : [`\`${part}: ${value}\``]))
    .join(', ');
}

/** The id that a rule names, unchecked. */
export function readId(root: MappingNode): string | null {
  const node = root.entries.find((entry) => entry.key.text === 'id')?.value;
  return node?.kind === 'scalar' && node.text !== '' ? node.text : null;
}

function keyOrStart(root: MappingNode) {
  const key = root.entries[0]?.key ?? root;
  return { start: key.start, end: key.end };
}

class FieldReader {
  private readonly node: MappingNode;
  private readonly report: Report;
  private readonly values: ReadonlyMap<string, YamlNode>;

  constructor(node: MappingNode, report: Report) {
    this.node = node;
    this.report = report;
    this.values = new Map(node.entries.map(({ key, value }) => [key.text, value]));
  }

  private value(name: string): YamlNode | null {
    const node = this.values.get(name);
    return node && !(node.kind === 'scalar' && scalarValue(node) === null) ? node : null;
  }

  private wrongType(name: string, wanted: string, node: YamlNode): null {
    const message = `\`${name}\` must be ${wanted}`;
    this.report(diagnose('error', 'sigma/invalid-type', message, node));
    return null;
  }

  private scalar(name: string): ScalarNode | null {
    const node = this.value(name);
    if (!node || node.kind === 'scalar') return node;
    return this.wrongType(name, 'text', node);
  }

  text(name: string, longest: number | null): string | null {
    const node = this.scalar(name);
    if (!node) return null;
    const text = node.text.trim();
    if (longest !== null && text.length > longest) {
      const message = `\`${name}\` is longer than ${longest} characters`;
      this.report(diagnose('warning', 'sigma/too-long', message, node));
    }
    return text === '' ? null : text;
  }

  id(): string {
    const node = this.scalar('id');
    if (!node) return '';
    if (!UUID.test(node.text)) {
      const message = 'The `id` is not a UUID';
      this.report(diagnose('warning', 'sigma/invalid-id', message, node));
    }
    return node.text;
  }

  oneOf<Word extends string>(name: string, words: readonly Word[]): Word | null {
    const node = this.scalar(name);
    if (!node) return null;
    const found = words.find((word) => word === node.text);
    if (found) return found;
    const message = `\`${node.text}\` is not a ${name}`;
    this.report(diagnose('error', 'sigma/invalid-value', message, node, suggest(node.text, words)));
    return null;
  }

  date(name: string): string | null {
    const node = this.scalar(name);
    if (!node) return null;
    if (isDate(node.text)) return node.text;
    const old = OLD_DATE.exec(node.text);
    const message = `\`${name}\` is not a date of the form YYYY-MM-DD`;
    this.report(diagnose('warning', 'sigma/invalid-date', message, node));
    const [year = '', month = '', day = ''] = old?.slice(1) ?? [];
    const mended = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isDate(mended) ? mended : node.text;
  }

  private items(name: string, single: boolean): readonly ScalarNode[] {
    const node = this.value(name);
    if (!node) return [];
    if (node.kind === 'scalar') {
      if (!single) {
        const message = `\`${name}\` must be a list`;
        this.report(diagnose('warning', 'sigma/invalid-type', message, node));
      }
      return [node];
    }
    if (node.kind === 'mapping') {
      this.wrongType(name, 'a list of strings', node);
      return [];
    }
    return node.items.filter((item) => {
      if (item.kind === 'scalar') return scalarValue(item) !== null;
      this.wrongType(name, 'a list of strings', item);
      return false;
    }) as ScalarNode[];
  }

  /** `single`: the schema allows one text in place of a list. */
  list(name: string, single = false, shortest = 0): string[] {
    const seen = new Set<string>();
    return this.items(name, single).map((item) => {
      if (item.text.length < shortest) {
        const message = `An entry of \`${name}\` must have at least ${shortest} characters`;
        this.report(diagnose('warning', 'sigma/invalid-value', message, item));
      }
      if (seen.has(item.text)) {
        const message = `\`${item.text}\` appears twice in \`${name}\``;
        this.report(diagnose('warning', 'sigma/duplicate-item', message, item));
      }
      seen.add(item.text);
      return item.text;
    });
  }

  tags(): string[] {
    for (const item of this.items('tags', false)) {
      if (TAG.test(item.text)) continue;
      const message = `\`${item.text}\` is not a tag`;
      const hint =
        'Write a tag as `namespace.name`, in lower-case letters, digits, dots, hyphens and underscores.';
      this.report(diagnose('warning', 'sigma/invalid-tag', message, item, hint));
    }
    return this.list('tags');
  }

  related(): RelatedRule[] {
    const node = this.value('related');
    if (!node) return [];
    if (node.kind !== 'sequence') {
      this.wrongType('related', 'a list of maps with `id` and `type`', node);
      return [];
    }
    return node.items.flatMap((item): RelatedRule[] => {
      if (item.kind !== 'mapping') {
        this.wrongType('related', 'a list of maps with `id` and `type`', item);
        return [];
      }
      const entry = new FieldReader(item, this.report);
      const id = entry.text('id', null);
      const type = entry.text('type', null);
      if (!id || !type) {
        const message = 'A related rule needs `id` and `type`';
        this.report(diagnose('warning', 'sigma/missing-field', message, item));
        return [];
      }
      if (!UUID.test(id)) {
        const message = 'The `id` of a related rule is not a UUID';
        this.report(
          diagnose('warning', 'sigma/invalid-id', message, getEntry(item, 'id')?.value ?? item),
        );
      }
      if (!RELATED_TYPES.includes(type)) {
        const message = `\`${type}\` is not a type of relation`;
        const hint = suggest(type, RELATED_TYPES);
        this.report(diagnose('warning', 'sigma/invalid-value', message, item, hint));
      }
      return [{ id, type }];
    });
  }

  custom(known: readonly string[]): Record<string, unknown> {
    const others = this.node.entries.filter((entry) => !known.includes(entry.key.text));
    for (const { key } of others) {
      const near = nearest(key.text, known);
      if (!near) continue;
      const message = `\`${key.text}\` is not a Sigma field`;
      const hint = `Did you mean \`${near}\`?`;
      this.report(diagnose('warning', 'sigma/unknown-field', message, key, hint));
    }
    return Object.fromEntries(others.map(({ key, value }) => [key.text, plainValue(value)]));
  }
}
