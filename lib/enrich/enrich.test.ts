import { describe, expect, it } from 'vitest';
import { enrich } from './index';
import { ATTACK, evidenceOf, ruleOf, translationOf } from './samples';

const yaml = (more: Record<string, string> = {}) => {
  const fields: Record<string, string> = {
    status: 'test',
    level: 'high',
    tags: '[attack.execution, attack.t1059.001, attack.g0016, attack.s0002]',
    falsepositives: '[Unknown]',
    ...more,
  };
  return `title: T
id: 5d1c4b9e-6a52-4b3a-8f0e-7f2f4f2f7c11
${Object.entries(fields)
  .map(([key, value]) => `${key}: ${value}`)
  .join('\n')}
logsource: { product: windows, category: process_creation }
detection:
  selection:
    Image|endswith: '\\net.exe'
    CommandLine|contains: ' user '
  filter_optional_chrome:
    ParentImage|endswith: '\\chrome.exe'
  condition: selection and not 1 of filter_optional_*
`;
};
const exact = [translationOf('sentinel-asim', 'exact', 'imProcessCreate')];
const base = { translations: exact, evidence: [], attack: ATTACK };
const enriched = (
  more: Record<string, string> = {},
  input: Partial<Parameters<typeof enrich>[0]> = {},
) => enrich({ ...base, rule: ruleOf(yaml(more)), ...input });

describe('false positives', () => {
  it('make nothing of “Unknown”, and add what follows from the logic', () => {
    const { falsePositives } = enriched();
    const bases = falsePositives.map(({ basis }) => basis);
    expect(bases).not.toContain('rule: falsepositives');
    expect(bases).toContain('catalog: net');
    expect(falsePositives.map(({ text }) => text).join()).not.toContain('Unknown');
  });

  it('turn the author’s notes into sentences', () => {
    const { falsePositives } = enriched({ falsepositives: '[backup software, Unlikely]' });
    expect(falsePositives[0]?.text).toBe('Backup software.');
    expect(falsePositives.map(({ text }) => text).join()).not.toContain('nlikely');
  });

  it('state for a filter that its author mentions none', () => {
    const filter = ruleOf(`title: F
id: 0b6f4c8e-54d1-4c49-a5c3-7a9f7e0b4d56
logsource: { product: windows, category: process_creation }
filter:
  rules: any
  selection: { User: x }
  condition: not selection
`);
    expect(enriched({}, { rule: filter }).falsePositives).toEqual([
      { text: 'The author mentions no false positives.', basis: 'rule: falsepositives' },
    ]);
  });
});

describe('the expected volume', () => {
  const ofLevel = (level: string, more = {}) => enriched({ tags: '[]', level, ...more }).volume;

  it('follows the level where nothing is known of the action', () => {
    expect(ofLevel('high')?.expected).toBe('rare');
    expect(ofLevel('medium')?.expected).toBe('occasional');
    expect(ofLevel('informational')).toEqual({
      expected: 'frequent',
      reasons: ['the rule’s level is informational'],
    });
  });

  it('takes in what the author says', () => {
    expect(ofLevel('medium', { falsepositives: '[Unlikely]' })?.expected).toBe('rare');
    expect(ofLevel('medium', { falsepositives: '[Likely]' })?.expected).toBe('frequent');
    const hunting = ofLevel('high', { tags: '[detection.threat-hunting]' });
    expect(hunting?.expected).toBe('occasional');
    expect(hunting?.reasons).toHaveLength(2);
  });
});

describe('triage', () => {
  it('says what tells abuse of the program and ends with what to do in a real attack', () => {
    const { triage } = enriched();
    expect(triage.map(({ basis }) => basis)).toContain('catalog: net');
    expect(triage.at(-1)?.text).toMatch(/^If the match is a real attack, [a-z`]/);
    expect(triage.length).toBeGreaterThanOrEqual(4);
    expect(triage.length).toBeLessThanOrEqual(7);
  });

  it('asks for no query beside what to do in a real attack', () => {
    expect(enriched().triage.at(-1)?.topic).toBe('none');
  });
});

describe('ATT&CK context', () => {
  it('lists techniques, tactics, groups and software that the tags name', () => {
    const { attackContext } = enriched();
    expect(attackContext).toMatchObject({
      version: '19.2',
      techniques: [{ id: 'T1059.001', name: 'PowerShell', successorOf: null }],
      tactics: [{ shortName: 'execution', name: 'Execution' }],
      groups: [{ id: 'G0016', name: 'APT29' }],
      software: [{ id: 'S0002', name: 'Mimikatz' }],
      unknownTags: [],
    });
  });

  it('replaces a revoked technique with its successor, and lists unknown tags', () => {
    const { attackContext } = enriched({ tags: '[attack.t1562.001, attack.t9999, cve.2021.1]' });
    expect(attackContext.techniques).toMatchObject([
      { id: 'T1685', successorOf: 'T1562.001', tag: 'attack.t1562.001' },
    ]);
    expect(attackContext.unknownTags).toEqual(['attack.t9999']);
  });
});

describe('the text of a technique', () => {
  const summaryOf = (description: string) => {
    const plain = ATTACK.techniques.get('T1059.001');
    if (!plain) throw new Error('T1059.001 is not in the facts');
    const techniques = new Map([['T1059.001', { ...plain, description }]]);
    const attack = { ...ATTACK, techniques };
    return enriched({}, { attack }).attackContext.techniques[0]?.summary;
  };

  it('is its first two sentences', () => {
    expect(summaryOf('One. Two. Three.')).toBe('One. Two.');
  });

  it('is empty when ATT&CK’s data has none', () => {
    expect(summaryOf('')).toBe('');
  });
});

describe('confidence', () => {
  it('is high when an exact query of a rule with status test fires on a real event', () => {
    const { confidence, reasons } = enriched({}, { evidence: [evidenceOf({})] });
    expect(confidence).toBe('high');
    expect(reasons[0]).toEqual({
      effect: 'raises',
      text: 'The query for Sentinel ASIM fires on 1 published real event.',
    });
  });

  it('is medium without evidence, and low for an experimental rule of low level', () => {
    expect(enriched().confidence).toBe('medium');
    expect(enriched({ status: 'experimental', level: 'low' }).confidence).toBe('low');
  });

  it('distinguishes recorded, equivalent and constructed events', () => {
    const texts = [
      evidenceOf({ origin: 'equivalent' }),
      evidenceOf({ kind: 'constructed', tried: 7 }),
      evidenceOf({ kind: 'written' }),
    ].map((evidence) => enriched({}, { evidence: [evidence] }).reasons[0]?.text);
    expect(texts[0]).toContain('from another sensor');
    expect(texts[1]).toContain('7 events made from the rule');
    expect(texts[2]).toContain('1 sample event written for the rule; no real event');
  });

  it('counts against a query that is approximate on the events that were run', () => {
    const made = { kind: 'constructed', tried: 7, outcome: 'approximate' } as const;
    const evidence = [evidenceOf({ ...made, kql: false }), evidenceOf(made)];
    expect(enriched({}, { evidence }).reasons[0]).toEqual({
      effect: 'lowers',
      text: expect.stringMatching(/^The approximate query for .* on 1 of 2 events\.$/),
    });
  });

  it('is not high without a real event, whatever else speaks for the rule', () => {
    const best = { status: 'stable', level: 'critical', falsepositives: '[Unlikely]' };
    const constructed = { evidence: [evidenceOf({ kind: 'constructed', tried: 7 })] };
    expect(enriched(best, constructed).confidence).toBe('medium');
    expect(enriched(best, { evidence: [evidenceOf({ origin: 'equivalent' })] }).confidence).toBe(
      'high',
    );
  });

  it('does not rise with a later change of the rule', () => {
    const dates = { date: '2020-01-01', modified: '2023-12-02' };
    expect(enriched(dates, { asOf: '2026-08-05' }).reasons).toEqual(
      enriched({}, { asOf: '2026-08-05' }).reasons,
    );
  });

  it('says for which targets events ran', () => {
    const ran = (target: 'sentinel' | 'sentinel-asim', more = {}) =>
      evidenceOf({ kind: 'constructed', tried: 2, target, ...more });
    const evidence = [ran('sentinel-asim', { skipped: 'no documentation' }), ran('sentinel')];
    expect(enriched({}, { evidence }).reasons[0]?.text).toBe(
      'Rule and query for Sentinel tables agree on 2 events made from the rule; no real event was available.',
    );
  });

  it('does not rise by level, author or a long text where honest activity matches often', () => {
    const text = 'a text that is long enough to be counted';
    const raised = (more: Record<string, string>, command: string) => {
      const rule = ruleOf(yaml(more).replace("' user '", `'${command}'`));
      const { reasons } = enriched({}, { rule });
      return reasons.filter(({ effect }) => effect === 'raises').map((reason) => reason.text);
    };
    const sentence = `Every way to match asks for a text too long to occur by chance (at least ${text.length} characters).`;
    const rare = { tags: '[]', falsepositives: '[Unlikely]' };
    expect(raised(rare, text)).toEqual(
      expect.arrayContaining([
        'Its level is high: the author expects few benign matches.',
        'The author considers false positives unlikely.',
        sentence,
      ]),
    );
    const often = { tags: '[detection.threat-hunting]', falsepositives: '[Likely, Unlikely, x]' };
    const { volume } = enriched({ ...often, level: 'high' });
    expect(volume?.expected).not.toBe('rare');
    expect(raised({ ...often, level: 'high' }, text)).not.toContain(sentence);
  });

  it('is none without a query', () => {
    const translations = [translationOf('sentinel', 'unsupported', null)];
    expect(enriched({}, { translations }).confidence).toBe('none');
  });

  it('falls when a run disagrees, on the event or on a near miss', () => {
    const miss = { change: 'c', field: null, sigma: false, kql: true };
    for (const evidence of [evidenceOf({ kql: false }), evidenceOf({ nearMisses: [miss] })]) {
      const { reasons } = enriched({}, { evidence: [evidence] });
      expect(reasons[0]).toMatchObject({ effect: 'lowers' });
    }
    const announced = evidenceOf({ kql: false, outcome: 'approximate' });
    expect(enriched({}, { evidence: [announced] }).reasons[0]?.text).toContain('approximate query');
    const skipped = evidenceOf({ kql: false, skipped: 'no such column' });
    expect(enriched({}, { evidence: [skipped] }).reasons[0]).toMatchObject({ effect: 'neutral' });
  });

  it('names fields that are approximate or inferred', () => {
    const line = {
      selection: 's',
      field: 'ParentImage',
      modifiers: [],
      value: 'v',
      column: 'c',
      operator: '==',
      quality: 'approximate' as const,
      sources: [{ id: 'i', title: 't', url: null, found: false }],
      sigmaSpan: { start: 0, end: 1 },
      kqlLines: [1],
    };
    const translations = [translationOf('sentinel-asim', 'approximate', 't', [line])];
    const texts = enriched({}, { translations }).reasons.map(({ text }) => text);
    expect(texts).toContain('The table has no exact column for parent process.');
    expect(texts.join()).toContain('The column for parent process is inferred, not documented');
  });

  it('measures age against the given date only', () => {
    const date = { date: '2017-01-01' };
    expect(enriched(date).reasons.some(({ text }) => text.includes('2017'))).toBe(false);
    const { reasons } = enriched(date, { asOf: '2026-08-05' });
    expect(reasons.at(-1)).toMatchObject({ effect: 'lowers' });
  });
});

describe('the input hash', () => {
  it('is the same for the same input and differs with rule, table, evidence and ATT&CK', () => {
    const hashes = [
      enriched(),
      enriched({ level: 'low' }),
      enriched({}, { translations: [translationOf('sentinel', 'exact', 'Event')] }),
      enriched({}, { evidence: [evidenceOf({})] }),
      enriched({}, { attack: { ...ATTACK, version: '20.0' } }),
    ].map(({ inputHash }) => inputHash);
    expect(new Set(hashes).size).toBe(5);
    expect(enriched().inputHash).toBe(hashes[0]);
  });

  it('does not change within a year', () => {
    const at = (asOf: string) => enriched({ date: '2017-01-01' }, { asOf }).inputHash;
    expect(at('2026-01-01')).toBe(at('2026-12-31'));
  });
});
