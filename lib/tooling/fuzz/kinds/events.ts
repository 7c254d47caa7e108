import { contentTexts } from '@/lib/content';
import { parseEvents, tableSchemas, toRows, toSigmaEvents } from '@/lib/events';
import { readSchemas } from '@/lib/knowledge';
import { createMatcher, parseRules } from '@/lib/sigma';
import { TARGETS } from '@/lib/target';
import type { FuzzKind } from '../fuzz-kind';
import { hostileText, PROTOTYPE_NAMES } from '../hostile-text';
import type { Random } from '../random';
import { mangled } from '../rule-text';

const KEYS = [
  'Event',
  'System',
  'EventData',
  'EventID',
  'Channel',
  'Provider',
  'Computer',
  'Data',
  '#text',
  '@Name',
  '#attributes',
  'Image',
  'CommandLine',
  'winlog',
  'event_data',
  'eventName',
  'requestParameters',
  'operationName',
  'properties',
  'protoPayload',
  'SyslogMessage',
  'type',
  'category',
  'Records',
];

/** Files of events: reading, recognizing, and turning into rows never throws. */
export function eventsKind(): FuzzKind {
  const schemas = readSchemas();
  const tables = TARGETS.map((target) => ({ target, schemas: tableSchemas(schemas, target) }));
  const rules = contentTexts('starter/rules', { recursive: true }).flatMap(({ text }) =>
    parseRules(text).flatMap(({ rule }) => (rule?.kind === 'detection' ? [rule] : [])),
  );
  const matcher = createMatcher(rules);
  return {
    name: 'events',
    make: (random) => {
      const text = random.many(1, 3, () => JSON.stringify(json(random, 0))).join('\n');
      return random.chance(0.2) ? mangled(text, random) : text;
    },
    attempt(text) {
      for (const event of parseEvents(text).events) {
        for (const sigma of toSigmaEvents(event)) matcher.match(sigma);
        for (const { target, schemas: columns } of tables) toRows(event, columns, target);
      }
    },
  };
}

function json(random: Random, depth: number): unknown {
  if (depth > 5 || random.chance(0.4 * Math.min(depth, 1))) return scalar(random);
  if (random.chance(0.25)) return random.many(0, 4, () => json(random, depth + 1));
  return Object.fromEntries(random.many(0, 6, () => [key(random), json(random, depth + 1)]));
}

function key(random: Random): string {
  if (random.chance(0.8)) return random.pick(KEYS);
  return random.chance(0.5) ? random.pick(PROTOTYPE_NAMES) : hostileText(random);
}

function scalar(random: Random): unknown {
  return random.pick([
    () => hostileText(random),
    () => random.integer(-5, 5_000),
    () => random.pick([1e308, -0, 4688, 1, 2 ** 53]),
    () => null,
    () => random.chance(0.5),
    () =>
      random.pick([
        '1',
        '4688',
        'Security',
        'Microsoft-Windows-Sysmon/Operational',
        'ConsoleLogin',
      ]),
  ])();
}
