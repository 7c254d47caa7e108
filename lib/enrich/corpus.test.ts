import { describe, expect, it } from 'vitest';
import { contentTexts } from '@/lib/content';
import { sourceKind } from '@/lib/log-sources';
import { parseRules, type Rule } from '@/lib/sigma';
import { countSentences } from '@/lib/tooling/count-sentences';
import { CORPUS_NOTE, CORPUS_PRESENT, readCorpus } from '@/lib/translate/corpus-fixture';
import { enrich } from './index';
import { noteOn } from './knowledge/rule-notes';
import { ATTACK } from './samples';

// Every rule of the reference archive and every starter rule.

const starterRules = contentTexts('starter/rules', { recursive: true }).flatMap(({ text }) =>
  parseRules(text).flatMap(({ rule }) => rule ?? []),
);

/** A text without its values and its rules' titles. */
const bare = (text: string) => text.replace(/(`+)(?!`).*?(?<!`)\1(?!`)|“[^”]*”/g, 'x');

const GRAMMAR: readonly (readonly [string, RegExp])[] = [
  ['a name made into a verb', /adversary (?:[a-z]+ )*(?:by|using) [a-z]+ing\b/],
  ['a condition counted', /\b(?:one|\d+) (?:more|other) (?:conditions?|patterns?)\b/],
  ['a count without a comma', /\b\d{4,} (?:others|more)\b/],
];

const kindOf = (rule: Rule) => (rule.kind === 'detection' ? sourceKind(rule.logsource) : null);
const ofKind =
  (...kinds: string[]) =>
  (rule: Rule) =>
    kinds.includes(kindOf(rule) ?? '');
const eventOf = (id: number) => (rule: Rule) =>
  kindOf(rule) === 'windows-security' && new RegExp(`EventID: ${id}\\b`).test(rule.text);

/** What must not be said of a rule, because its log source or a field excludes it. */
const EXCLUDED: readonly { of: (rule: Rule) => boolean; never: RegExp }[] = [
  { of: ofKind('file-read', 'file-delete', 'file-rename'), never: /process that wrote/i },
  { of: ofKind('proxy'), never: /web service|On the server/ },
  { of: ofKind('network-sensor', 'dns-log'), never: /(?:parent|command line|Name the process)/ },
  { of: eventOf(5156), never: /logon|signs? in/i },
  {
    of: (rule) => rule.kind === 'detection' && rule.logsource.product !== 'windows',
    never: /Zone\.Identifier|Group Policy|svchost/i,
  },
  { of: ofKind('dns-server'), never: /[Bb]ackup/ },
  { of: ofKind('identity', 'directory', 'risk', 'cloud', 'repository'), never: /solate the host/ },
  {
    of: (rule) =>
      ofKind('file')(rule) &&
      /^ {4}(?:- )?Image\|endswith: '[^']+'$/m.test(rule.text) &&
      !/^ {4}1 of|filter|selection_[a-z]+_?2|or selection/m.test(rule.text),
    never: /^Installers, updaters/,
  },
];

function faults(rule: Rule): string[] {
  const { hypothesis, falsePositives, triage, reasons, volume } = enrich({
    rule,
    translations: [],
    evidence: [],
    attack: ATTACK,
    asOf: '2026-08-05',
  });
  const [first = ''] = hypothesis.split('\n');
  const found: string[] = [];
  if (first.length < 40 || first.length > 320) found.push(`first sentence of ${first.length}`);
  if (hypothesis.length > 1_200) found.push(`hypothesis of ${hypothesis.length}`);
  if (falsePositives.length === 0 || triage.length === 0) found.push('nothing to say');
  const texts = [
    ...hypothesis.split('\n'),
    ...[...falsePositives, ...triage, ...reasons].map(({ text }) => text),
  ];
  for (const text of texts) {
    if (!/[.!?]$/.test(text)) found.push(`no full stop: ${text}`);
    if (/ {2}|undefined|NaN|\[object/.test(bare(text))) {
      found.push(`odd words: ${text}`);
    }
    if (text.length > 620) found.push(`text of ${text.length}: ${text}`);
  }
  const [lead = ''] = hypothesis.split('\n');
  const isComposed = noteOn(rule) === null;
  for (const [fault, pattern] of GRAMMAR)
    if (isComposed && pattern.test(bare(lead))) found.push(`${fault}: ${lead}`);
  for (const line of hypothesis
    .split('\n')
    .filter((one) => one.startsWith('The rule leaves out'))) {
    if (/\b(?:other|more|others)\b/.test(bare(line))) found.push(`exceptions counted: ${line}`);
  }
  const [alternatives = ''] = lead.split(/,? would show /);
  const told = alternatives.replace(/\.$/, '').toLowerCase().split(', or ');
  if (new Set(told).size < told.length) found.push(`told twice: ${lead}`);
  const expected = volume?.expected ?? 'rare';
  for (const { effect, text } of reasons) {
    const isAgainst =
      (expected === 'frequent' && /few benign matches|unlikely/.test(text)) ||
      (expected !== 'rare' && /asks for a text/.test(text));
    if (isAgainst && effect === 'raises') found.push(`beside ${expected}: ${text}`);
  }
  for (const { text, topic } of triage) {
    const isReaction = /^If the (?:match is a real attack|finding is true), /.test(text);
    if (isReaction && topic !== 'none') found.push(`asks for a query: ${text}`);
  }
  const advice = [...falsePositives, ...triage].map(({ text }) => text);
  if (new Set(advice).size < advice.length) found.push(`a sentence twice: ${advice.join(' | ')}`);
  for (const { basis, text } of [...falsePositives, ...triage]) {
    if (/\{(?:program|parent|arguments|object|values)\}/.test(text))
      found.push(`unfilled: ${text}`);
    if (basis.startsWith('rule: log source')) {
      for (const { of, never } of EXCLUDED) {
        if (of(rule) && never.test(text)) found.push(`excluded by the rule: ${text}`);
      }
    }
  }
  return found.map((fault) => `${rule.title}: ${fault}`);
}

describe('every rule is enriched', () => {
  it('of the starter content', () => {
    expect(starterRules.flatMap(faults)).toEqual([]);
  });

  it.skipIf(!CORPUS_PRESENT)(`of the reference archive${CORPUS_NOTE}`, async () => {
    const rules = await readCorpus({ retired: true });
    expect(rules.length).toBeGreaterThan(3_000);
    expect(rules.flatMap(faults)).toEqual([]);
  });

  it.skipIf(!CORPUS_PRESENT)(
    `without a sentence of guidance or triage on more than 3 % of the pages${CORPUS_NOTE}`,
    async () => {
      const rules = await readCorpus({ retired: true });
      const pages = rules.map((rule) =>
        enrich({ rule, translations: [], evidence: [], attack: ATTACK }),
      );
      const common = countSentences(pages).filter(
        ({ pages: count }) => count > 0.03 * rules.length,
      );
      expect(common).toEqual([]);
    },
  );
});
