import { hostileText, PROTOTYPE_NAMES, word } from './hostile-text';
import type { Random } from './random';

const MODIFIERS = [
  'contains',
  'startswith',
  'endswith',
  'all',
  're',
  're|i',
  'base64',
  'base64offset',
  'wide',
  'utf16',
  'windash',
  'cidr',
  'expand',
  'exists',
  'fieldref',
  'cased',
  'gt',
  'lte',
  'neq',
  'minute',
  'unknown',
];
const FIELDS = [
  'Image',
  'CommandLine',
  'ParentImage',
  'User',
  'Hashes',
  'md5',
  'EventID',
  'Provider_Name',
  'TargetFilename',
  'TargetObject',
  'Details',
  'DestinationIp',
  'DestinationPort',
  'Initiated',
  'QueryName',
  'cs-uri-query',
  'eventName',
  'requestParameters.userName',
  'properties.message',
  'OriginalFileName',
  'LogonType',
];
const PRODUCTS = ['windows', 'linux', 'macos', 'aws', 'azure', 'zeek', 'okta', 'm365', 'cisco'];
const CATEGORIES = [
  'process_creation',
  'file_event',
  'registry_set',
  'network_connection',
  'dns_query',
  'image_load',
  'ps_script',
  'webserver',
  'proxy',
  'firewall',
  'antivirus',
];
const SERVICES = [
  'security',
  'system',
  'sysmon',
  'auditd',
  'cloudtrail',
  'signinlogs',
  'audit',
  'sshd',
];
const KEYS = [
  'author',
  'description',
  'level',
  'status',
  'date',
  'license',
  'related',
  'falsepositives',
];

/** One or more YAML documents: rules that are right but for one thing, or many. */
export function ruleText(random: Random): string {
  if (random.chance(0.04)) return mangled(mergeBomb(random), random);
  const documents = random.many(1, random.chance(0.1) ? 5 : 1, () =>
    random.chance(0.12) ? correlation(random) : random.chance(0.1) ? filter(random) : rule(random),
  );
  const text = documents.join('---\n');
  return random.chance(0.15) ? mangled(text, random) : text;
}

function rule(random: Random): string {
  const names = random.many(1, 4, (at) => selectionName(random, at));
  return [
    ...head(random),
    `logsource: ${logSource(random)}`,
    'detection:',
    ...names.flatMap((name) => selection(quoted(name, random), random)),
    `    condition: ${quoted(condition(names, random), random)}`,
    ...random.many(0, 2, () => `${quoted(hostileText(random), random)}: ${scalar(random)}`),
    '',
  ].join('\n');
}

function head(random: Random): string[] {
  return [
    `title: ${random.chance(0.5) ? 'Fuzzed' : scalar(random)}`,
    ...(random.chance(0.9) ? [`id: ${id(random)}`] : []),
    ...random.many(0, 5, () => `${random.pick(KEYS)}: ${value(random)}`),
    ...(random.chance(0.7) ? [`tags: [${random.many(0, 4, () => tag(random)).join(', ')}]`] : []),
    ...(random.chance(0.3)
      ? [`references: [${random.many(0, 3, () => scalar(random)).join(', ')}]`]
      : []),
  ];
}

function id(random: Random): string {
  if (random.chance(0.2)) return scalar(random);
  const hex = (length: number) =>
    Array.from({ length }, () => random.pick([...'0123456789abcdef'])).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}

function tag(random: Random): string {
  return random.chance(0.6)
    ? random.pick([
        'attack.t1059.001',
        'attack.execution',
        'attack.t9999',
        'cve.2021-1',
        'attack.s0002',
      ])
    : scalar(random);
}

function logSource(random: Random): string {
  const one = (choices: readonly string[]) =>
    random.chance(0.15)
      ? scalar(random)
      : random.pick(random.chance(0.1) ? PROTOTYPE_NAMES : choices);
  const parts = [
    ...(random.chance(0.8) ? [`product: ${one(PRODUCTS)}`] : []),
    ...(random.chance(0.6) ? [`category: ${one(CATEGORIES)}`] : []),
    ...(random.chance(0.4) ? [`service: ${one(SERVICES)}`] : []),
  ];
  return `{ ${parts.join(', ')} }`;
}

function selectionName(random: Random, at: number): string {
  if (random.chance(0.1)) return random.pick(PROTOTYPE_NAMES);
  return random.chance(0.1) ? hostileText(random).slice(0, 40) : `selection_${at}`;
}

function selection(name: string, random: Random): string[] {
  if (random.chance(0.15)) return [`    ${name}: ${list(random)}`];
  const entries = random.many(1, 4, () => `        ${key(random)}: ${value(random)}`);
  return [`    ${name}:`, ...entries];
}

function key(random: Random): string {
  const field = random.chance(0.8) ? random.pick(FIELDS) : hostileText(random).slice(0, 60);
  const modifiers = random.many(0, random.chance(0.1) ? 4 : 1, () => `|${random.pick(MODIFIERS)}`);
  return quoted(`${field}${modifiers.join('')}`, random);
}

function value(random: Random): string {
  if (random.chance(0.4)) return list(random);
  if (random.chance(0.05))
    return `{ ${random.many(0, 3, () => `${key(random)}: ${scalar(random)}`).join(', ')} }`;
  return scalar(random);
}

function list(random: Random): string {
  const many = random.chance(0.02) ? random.integer(500, 5_000) : random.integer(0, 6);
  return `[${Array.from({ length: many }, () => scalar(random)).join(', ')}]`;
}

function scalar(random: Random): string {
  if (random.chance(0.1))
    return random.pick(['null', '~', "''", '1', '0x10', '1.10', 'true', '.inf', '2026-01-01']);
  if (random.chance(0.02)) return quoted('*a'.repeat(random.integer(10, 5_000)), random);
  return quoted(random.chance(0.4) ? word(random) : hostileText(random), random);
}

/** As YAML: double-quoted with escapes, or now and then as it is, whatever that means. */
function quoted(text: string, random: Random): string {
  return random.chance(0.03) ? text.replaceAll('\n', ' ') : JSON.stringify(text);
}

function condition(names: readonly string[], random: Random, depth = 0): string {
  if (depth > random.integer(1, 5)) return random.pick(names);
  switch (random.integer(0, 9)) {
    case 0:
      return `not ${condition(names, random, depth + 1)}`;
    case 1:
    case 2:
      return `${condition(names, random, depth + 1)} and ${condition(names, random, depth + 1)}`;
    case 3:
      return `(${condition(names, random, depth + 1)} or ${condition(names, random, depth + 1)})`;
    case 4:
      return `${random.pick(['1', 'all', 'any', '3', '0'])} of ${random.pick(['them', 'selection_*', '*', '__proto__*'])}`;
    case 5:
      return random.chance(0.2)
        ? `${'('.repeat(random.integer(1, 3_000))}${random.pick(names)}`
        : random.pick(names);
    case 6:
      return random.chance(0.2)
        ? `${random.pick(names)} | count() by ${word(random)} > 5`
        : random.pick(names);
    default:
      return random.pick(names);
  }
}

function correlation(random: Random): string {
  return [
    ...head(random),
    'correlation:',
    `    type: ${random.pick(['event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_avg', 'constructor'])}`,
    `    rules: ${random.chance(0.5) ? '[selection_0]' : list(random)}`,
    `    group-by: ${list(random)}`,
    `    timespan: ${random.pick(['5m', '1h', '30d', '0s', '-1h', '1000000000000000000000d', '5', '"\\0"'])}`,
    `    condition: { ${random.pick(['gte', 'gt', 'eq', 'neq', 'field', '__proto__'])}: ${scalar(random)} }`,
    ...(random.chance(0.3) ? [`    aliases: { ${word(random)}: { a: ${scalar(random)} } }`] : []),
    '',
  ].join('\n');
}

function filter(random: Random): string {
  return [
    ...head(random),
    `logsource: ${logSource(random)}`,
    'filter:',
    `    rules: ${random.chance(0.5) ? 'any' : list(random)}`,
    ...selection('selection', random),
    '    condition: not selection',
    '',
  ].join('\n');
}

/** Anchors that expand to far more than was written. */
function mergeBomb(random: Random): string {
  const keys = random.integer(10, 1_000);
  const times = random.integer(2, 5_000);
  const base = random.many(keys, keys, (at) => `k${at}: v`).join(', ');
  const wide = `a: &a { ${base} }\nb: { <<: [${'*a, '.repeat(times).slice(0, -2)}] }\n`;
  const levels = random.integer(3, 30);
  const deep = Array.from({ length: levels }, (_, at) =>
    at === 0 ? 'l0: &l0 [x, x]' : `l${at}: &l${at} [*l${at - 1}, *l${at - 1}]`,
  ).join('\n');
  return `title: Bomb\n${random.pick([wide, `${deep}\n`, `${'['.repeat(random.integer(10, 20_000))}\n`])}`;
}

/** A text with some of its characters lost, doubled or replaced. */
export function mangled(text: string, random: Random): string {
  let result = text;
  for (let left = random.integer(1, 6); left > 0; left--) {
    const at = random.integer(0, result.length);
    const length = random.integer(0, 12);
    const middle = random.pick([
      '',
      '\t',
      ': ',
      '- ',
      '&a ',
      '*a',
      '!!binary ',
      '<<',
      '%',
      hostileText(random),
    ]);
    result = result.slice(0, at) + middle + result.slice(at + length);
  }
  return result;
}
