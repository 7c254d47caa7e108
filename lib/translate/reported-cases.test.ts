import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { parseRules, relatedRules } from '@/lib/sigma';
import type { Target } from '@/lib/target';
import { createTranslator } from '.';
import type { Outcome } from './types';

// Rules that were translated wrongly once, or refused without need. Each stands for a kind that has tests
// of its own; this holds the reported rule itself to its right result.

const FOLDER = new URL('../../../shared/reference/cases/', import.meta.url);
const present = existsSync(FOLDER);

interface Expected {
  readonly target: Target;
  readonly outcome: Outcome;
  /** Pieces of the query, which also must have none of `never`. */
  readonly kql?: readonly string[];
  readonly never?: readonly string[];
  /** A part of one of the messages. */
  readonly says?: string;
}

const sentinel = (outcome: Outcome, more: Partial<Expected> = {}): Expected => ({
  target: 'sentinel',
  outcome,
  ...more,
});
const asim = (outcome: Outcome, more: Partial<Expected> = {}): Expected => ({
  ...sentinel(outcome, more),
  target: 'sentinel-asim',
});
const defender = (outcome: Outcome, more: Partial<Expected> = {}): Expected => ({
  ...sentinel(outcome, more),
  target: 'defender-xdr',
});

const HASH = 'abababababababababababababababababababababababababababababababab';
const SECURITY_LOG = ['SecurityEvent', 'EventID == 4688', '@"\\reg.exe"'];
const EVERYWHERE = [asim('exact'), sentinel('exact'), defender('exact')];

const CASES: Readonly<Record<string, readonly Expected[]>> = {
  'audit-event-id': [sentinel('exact', { kql: SECURITY_LOG })],
  'audit-field-names': [
    sentinel('exact', { kql: SECURITY_LOG }),
    asim('exact', { kql: ['TargetProcessName endswith @"\\reg.exe"'] }),
    defender('exact', { kql: ['FileName =~ "reg.exe"'] }),
  ],
  'category-constants': [
    asim('exact', { never: ['Channel', 'EventID'] }),
    defender('exact', { never: ['Channel', 'EventID'] }),
  ],
  'empty-vs-absent': [
    sentinel('exact', { kql: [`EventData contains '<Data Name="Company"' and isempty(Company)`] }),
    asim('approximate', { says: 'looks like a missing one' }),
    defender('approximate', { says: 'looks like a missing one' }),
  ],
  'event-id-range': [
    defender('approximate', { says: 'no counterpart for EventID 4722, 4723, 4724, 4725' }),
  ],
  'hash-fields': [
    sentinel('exact', { kql: ['\\bSHA256=', HASH], never: ['Name="sha256"'] }),
    asim('approximate', { kql: [`TargetProcessSHA256 =~ "${HASH}"`] }),
    defender('exact', { kql: [`SHA256 =~ "${HASH}"`] }),
  ],
  'hex-number': [
    sentinel('exact', {
      kql: ['Status in~ ("0x0", "0")', 'TicketEncryptionType in~ ("0x17", "23")'],
    }),
  ],
  'hint-repeats-itself': EVERYWHERE,
  'licence-line': EVERYWHERE,
  'lookahead-lazy': EVERYWHERE.map((one) => ({ ...one, kql: ['not(', 'matches regex "^.*?foo"'] })),
  'lookahead-tail-alternation': EVERYWHERE.map((one) => ({
    ...one,
    kql: ['matches regex "^bar"', 'not(', 'matches regex "^foo"', 'or ', 'matches regex "baz"'],
  })),
  'multiline-quoted': EVERYWHERE,
  'no-id': EVERYWHERE,
  'regex-quote-escapes': EVERYWHERE.map((one) => ({ ...one, kql: ['@"a\\.b"'] })),
  'regex-set-operations': EVERYWHERE.map((one) => ({ ...one, kql: ['@"^a[ \\&\\&]+b$"'] })),
  'regex-word-boundary': EVERYWHERE.map((one) => ({ ...one, kql: ['@"echo\\s+>\\s+x"'] })),
  'service-beside-category': [
    sentinel('exact', { kql: ['EventID == 3', 'DestinationPort =~ "445"'] }),
    asim('approximate', { kql: ['DstPortNumber == 445'] }),
    defender('exact', { kql: ['DestinationPort == 445'] }),
  ],
  'unknown-field': [
    sentinel('approximate', { says: 'is known to have the field NoSuchField' }),
    asim('unsupported', { says: 'nothing documents where' }),
    defender('unsupported', { says: 'nothing documents where' }),
  ],
};

const read = (name: string) => {
  const bytes = readFileSync(new URL(`${name}/rule.yml`, FOLDER));
  const documents = parseRules(bytes.toString('utf8'));
  return { documents, rules: documents.flatMap(({ rule }) => rule ?? []) };
};

describe.skipIf(!present)(
  `a reported rule${present ? '' : ' (skipped: they are not in ../shared/reference/cases)'}`,
  () => {
    const translator = createTranslator(readKnowledge());

    it.each(Object.entries(CASES))('has its right result: %s', (name, expected) => {
      const { rules } = read(name);
      const [rule] = rules;
      if (!rule) throw new Error('no rule');
      for (const { target, outcome, kql = [], never = [], says = '' } of expected) {
        const found = translator.translate(rule, target, relatedRules(rules)(rule));
        expect(found.outcome, target).toBe(outcome);
        for (const piece of kql) expect(found.kql).toContain(piece);
        for (const piece of never) expect(found.kql).not.toContain(piece);
        expect(found.diagnostics.map(({ message }) => message).join('\n')).toContain(says);
      }
    });

    it('is remarked on where it is read as what it means', () => {
      const codesOf = (name: string) =>
        read(name).documents.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
      expect(codesOf('hint-repeats-itself')).toContain('sigma/meant-logsource');
      expect(codesOf('service-beside-category')).toContain('sigma/meant-logsource');
      expect(codesOf('multiline-quoted')).toContain('sigma/yaml-indentation');
    });
  },
);
