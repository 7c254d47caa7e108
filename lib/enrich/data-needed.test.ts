import { describe, expect, it } from 'vitest';
import { detectionOf } from '@/lib/sigma/detection-of';
import { CORPUS_NOTE, CORPUS_PRESENT, readCorpus } from '@/lib/translate/corpus-fixture';
import { dataNeeded } from './data-needed';
import { ruleOf } from './samples';

function enableOf(logsource: string, detection: string): readonly string[] {
  const rule = detectionOf(
    ruleOf(`title: T\nlogsource: ${logsource}\ndetection:\n${detection}\n  condition: s\n`),
  );
  if (!rule) throw new Error('no detection');
  return dataNeeded(rule.logsource, rule)?.enable ?? [];
}
const ACCESS = '{ product: windows, category: process_access }';

describe('data needed', () => {
  it('names what Sysmon has to include for this rule', () => {
    const source = String.raw`  s: { SourceImage|endswith: ['\iediagcmd.exe', '\CustomShellHost.exe'], TargetImage|contains: '\\' }`;
    expect(
      enableOf(ACCESS, String.raw`  s: { SourceImage|endswith: ['\a.exe', '\b.exe'] }`)[0],
    ).toBe(
      'For this rule, Sysmon’s `ProcessAccess` element must include events whose `SourceImage` ends with `\\a.exe` or `\\b.exe`.',
    );
    expect(enableOf(ACCESS, source)[0]).toContain('whose `TargetImage` contains');
  });

  it('names no part of a rule that Sysmon cannot filter by', () => {
    expect(enableOf(ACCESS, '  s: { GrantedAccess|re: 0x1 }')[0]).not.toContain('For this rule');
  });

  it('names the event ids of the rule', () => {
    const defender = '{ product: windows, service: windefend }';
    expect(enableOf(defender, '  s: { EventID: [3007, 3002] }')[0]).toBe(
      'Collect events 3002 and 3007, which this rule reads.',
    );
    expect(enableOf(defender, '  s: { Message: x }').join(' ')).not.toContain('which this rule');
  });

  it.skipIf(!CORPUS_PRESENT)(`says no sentence twice${CORPUS_NOTE}`, async () => {
    const faults = (await readCorpus()).flatMap((rule) => {
      const detection = detectionOf(rule);
      const enable = (detection && dataNeeded(detection.logsource, detection)?.enable) ?? [];
      const wrong = enable.filter((text) => !/[.!?]$/.test(text) || text.length > 700);
      return new Set(enable).size < enable.length || wrong.length > 0
        ? [`${rule.title}: ${wrong.join(' | ')}`]
        : [];
    });
    expect(faults).toEqual([]);
  });
});
