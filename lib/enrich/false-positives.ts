import { type SourceKind, sourceKind } from '@/lib/log-sources';
import { addAll } from '@/lib/long-lists';
import type { Rule } from '@/lib/sigma/types';
import { comparisonsIn } from './comparison';
import { type Way, waysOf } from './hypothesis';
import { everydayTools } from './tools';
import type { Statement } from './types';
import { bounded, capitalise, code, list, sentence } from './words';

const TEXT_LIMIT = 500;
const GIVEN_LIMIT = 8;

/** Benign activity that may match: the author's own notes first, then what follows from the rule's logic. */
export function falsePositives(rule: Rule): Statement[] {
  const found = authorsWords(rule);
  if (rule.kind === 'detection') {
    const ways = waysOf(comparisonsIn(rule.predicate));
    const selections = rule.selections.map(({ name }) => name);
    addAll(found, fromFilters(selections, ways));
    const tools = everydayTools(ways[0]?.wanted ?? null);
    if (tools) {
      const names = list(
        tools.tools.map((tool) => code(tool, 40)),
        'any',
        3,
      );
      found.push({
        text: tools.text.replace('{tool}', names),
        basis: 'rule: the program it looks for',
      });
    }
    const kind = sourceKind(rule.logsource);
    if (!tools || kind !== 'process') found.push({ text: NOISE[kind], basis: 'rule: log source' });
    if (ways.some(isKeywordOnly)) {
      found.push({
        text: 'The rule looks for words anywhere in an event, so an event that merely quotes them matches too.',
        basis: 'rule: keywords',
      });
    }
  }
  if (rule.kind === 'correlation') {
    found.push({
      text: 'Scheduled jobs, scanners and shared accounts can repeat events as fast as an attack: set the threshold above what your own data shows.',
      basis: 'rule: correlation',
    });
  }
  const hunting = rule.tags.includes('detection.threat-hunting');
  if (hunting) {
    found.push({
      text: 'This is a threat-hunting rule: a match is a starting point, and most matches may be benign.',
      basis: 'rule: tags',
    });
  } else if (rule.level === 'low' || rule.level === 'informational') {
    found.push({
      text: `At level ${rule.level}, matches are context for other findings rather than alerts of their own.`,
      basis: 'rule: level',
    });
  }
  return found;
}

const UNKNOWN =
  /^(?:unknown|unkown|none|n\/?a|tbd|-+|nothing|no known false positives?)(?: so far)?\.?$/i;
const UNLIKELY = /^(?:highly |very |extremely )?(?:unlikely|rare)\.?$/i;
const LIKELY = /^(?:highly |very )?likely\.?$/i;

function authorsWords(rule: Rule): Statement[] {
  const basis = 'rule: falsepositives';
  const given = [...new Set(rule.falsepositives.map((text) => text.trim()).filter(Boolean))];
  if (given.length === 0) {
    return [
      {
        text: 'The author does not mention false positives. Run the query on past data before you alert on it.',
        basis,
      },
    ];
  }
  const more = given.length - GIVEN_LIMIT;
  const told = given.slice(0, GIVEN_LIMIT).map((text) => {
    if (UNKNOWN.test(text)) {
      return {
        text: 'The author knows of no false positives (“Unknown”), but there may be some. Run the query on past data before you alert on it.',
        basis,
      };
    }
    if (UNLIKELY.test(text)) {
      return {
        text: 'The author considers false positives unlikely. Treat a match as real until you know otherwise.',
        basis,
      };
    }
    if (LIKELY.test(text)) {
      return {
        text: 'The author expects false positives. Add exceptions for your environment before you alert on this rule.',
        basis,
      };
    }
    return { text: bounded(sentence(capitalise(text)), TEXT_LIMIT), basis };
  });
  if (more > 0) told.push({ text: `The rule lists ${more} more.`, basis });
  return told;
}

// Words in a filter's name that say how it works, not whose activity it excludes.
const NAMELESS =
  /^(?:main|optional|generic|legit\w*|path|paths|img|image|null|empty|known|location|locations|name|names|other|others|misc|specific|default|fp|fps|falsepositives?|system|windows|cli|args?|domains?|ips?|ranges?|local|parent|user|users|key|keys|value|values|cmd|commandline)?$/;

function fromFilters(names: readonly string[], ways: readonly Way[]): Statement[] {
  const excluded = ways.some((way) => way.excluded.length > 0);
  if (!excluded) {
    return [
      {
        text: 'The rule has no exceptions, so legitimate use of the same activity matches too.',
        basis: 'rule: condition',
      },
    ];
  }
  const filters = names.filter((name) => /^(?:filter|exclu|fp|false)/i.test(name));
  const known = [...new Set(filters.map(filterName).filter((name) => name !== ''))];
  const optional = filters.filter((name) => /optional/.test(name)).length;
  const told =
    known.length > 0
      ? `The rule already excludes activity named ${list(
          known.map((name) => `“${name}”`),
          'all',
          5,
        )}`
      : 'The rule already excludes what its author found benign (see the end of the hypothesis)';
  const tail =
    optional > 0
      ? '; the optional exceptions are for software that you may not have, and you can remove them'
      : '; add the exceptions that your environment needs in the same place';
  return [{ text: sentence(told + tail), basis: 'rule: filters' }];
}

function filterName(name: string): string {
  const words = name
    .toLowerCase()
    .replace(/^filter_?/, '')
    .replace(/^(?:main|optional)_?/, '')
    .replace(/_?\d+$/, '')
    .split('_')
    .filter((word) => !NAMELESS.test(word));
  return words.join(' ').slice(0, 40);
}

function isKeywordOnly({ wanted }: Way): boolean {
  return wanted?.kind === 'comparison' && wanted.field === null;
}

const NOISE = {
  process:
    'Software deployment, administration scripts and security tools start similar processes.',
  file: 'Installers, updaters, and backup and synchronisation software write files in the same places.',
  registry: 'Group Policy, installers and hardening baselines write the same registry values.',
  library:
    'Programs that ship their own copy of a library, and security agents, load it from unusual places.',
  network: 'Scanners, proxies, remote management and cloud services make similar connections.',
  dns: 'Browsers, mail security and link previews resolve names that no user intended to visit.',
  script:
    'Script logs record whole modules, so a module that merely contains the words matches too.',
  injection:
    'Security agents, debuggers, monitoring and accessibility tools open other processes in the same way.',
  pipe: 'Remote administration and commercial software use named pipes with similar names.',
  'windows-security':
    'Service accounts, vulnerability scanners and scheduled administration cause the same events.',
  'windows-log':
    'Updates, driver and software installations, and system faults log the same events.',
  'linux-log':
    'Configuration management, package scripts and administrators produce the same records.',
  cloud: 'Infrastructure pipelines, service principals and administrators make the same calls.',
  identity: 'Travel, VPN and mobile networks, shared addresses and new devices look the same.',
  web: 'Vulnerability scanners, penetration tests and crawlers send the same requests.',
  antivirus:
    'Test files, administration tools that are flagged as unwanted, and quarantined copies raise the same alerts.',
  'network-device':
    'Network engineers in a maintenance window and configuration backups run the same commands.',
  application: 'Tests, new releases and faults of the application log the same messages.',
} satisfies Record<SourceKind, string>;
