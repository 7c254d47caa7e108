import { entriesOf } from '@/lib/enrich/entries-of';
import { hash } from '@/lib/enrich/hash';
import { readingOf } from '@/lib/enrich/reading';
import { ruleInWords, type WordedCondition } from '@/lib/enrich/rule-in-words';
import type { AttackContext } from '@/lib/enrich/types';
import type { DetectionRule, Predicate, Rule } from '@/lib/sigma/types';
import { visibleText } from '@/lib/text/plain-text';
import { PROMPT_VERSION } from './prompt';
import { type Block, type ModelInput, TITLE } from './types';

/** The most characters of a block, and of one value. */
const BLOCK = 6_000;
const VALUE = 300;
/** A name that a stranger chose is an id only if it looks like one. */
const NAME = /^[A-Za-z0-9_.-]{1,60}$/;

/**
 * What a model is told of a rule: the rule, its condition in words, and the entries of `content/knowledge`
 * that speak of it. The rule's comments, authors and addresses are left out. Null for a rule without a
 * detection of its own.
 */
export function modelInput(ruleId: string, rule: Rule, context: AttackContext): ModelInput | null {
  const reading = readingOf(rule, context);
  const detection = reading.detection?.rule;
  if (!detection) return null;
  const blocks = [
    block(TITLE, [rule.title], false),
    block('rule', proseOf(rule), false),
    block('rule:logsource', logSourceOf(detection), true),
    ...selectionBlocks(detection),
    block('rule:condition', detection.conditions, true),
    block('words', wordedLines(ruleInWords(detection), 0), true),
    ...entriesOf(reading).map(({ kind, key, lines }) =>
      block(`${kind.replace(' ', '-')}:${slug(key)}`, lines, true),
    ),
  ];
  return { ruleId, blocks, hash: hash([PROMPT_VERSION, blocks]) };
}

function block(id: string, lines: readonly string[], citable: boolean): Block {
  const text = visibleText(lines.join('\n'));
  return { id, text: text.length > BLOCK ? `${text.slice(0, BLOCK)}…` : text, citable };
}

function slug(key: string): string {
  return NAME.test(key) ? key : key.replace(/[^A-Za-z0-9_.]+/g, '-').replace(/^-|-$/g, '');
}

function proseOf({ description, level, status, tags, falsepositives }: Rule): string[] {
  return [
    `Level: ${level ?? 'none'}, status: ${status ?? 'none'}`,
    `Tags: ${tags.join(', ')}`,
    `Description: ${description}`,
    ...falsepositives.map((text) => `False positive, says the author: ${text}`),
  ];
}

function logSourceOf({ logsource: { product, category, service } }: DetectionRule): string[] {
  const parts = { product, category, service };
  return Object.entries(parts).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
}

function selectionBlocks({ selections }: DetectionRule): Block[] {
  const named = selections.filter(({ name }) => NAME.test(name));
  const others = selections.filter((one) => !named.includes(one));
  return [
    ...named.map(({ name, predicate }) => block(`rule:${name}`, testLines(predicate), true)),
    ...(others.length > 0
      ? [
          block(
            'rule:detection',
            others.flatMap(({ predicate }) => testLines(predicate)),
            true,
          ),
        ]
      : []),
  ];
}

/** Every comparison as the rule writes it, each once: `Image|endswith: \certutil.exe`. */
function testLines(predicate: Predicate): string[] {
  const lines = new Set<string>();
  const visit = (part: Predicate) => {
    if (part.kind === 'not') visit(part.of);
    else if (part.kind !== 'test') for (const one of part.of) visit(one);
    else {
      const { field, modifiers, value } = part.origin;
      lines.add(`${[field ?? 'keyword', ...modifiers].join('|')}: ${value.slice(0, VALUE)}`);
    }
  };
  visit(predicate);
  return [...lines];
}

function wordedLines({ text, of }: WordedCondition, depth: number): string[] {
  const own = `${'  '.repeat(Math.min(depth, 8))}- ${text}`;
  return [own, ...of.flatMap((part) => wordedLines(part, depth + 1))];
}
