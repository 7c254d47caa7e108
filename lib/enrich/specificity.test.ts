import { describe, expect, it } from 'vitest';
import { detectionOf } from '@/lib/sigma/detection-of';
import { comparisonsIn } from './comparison';
import { ruleOf } from './samples';
import { specificityOf } from './specificity';
import { waysOf } from './ways';

function specificity(detection: string) {
  const rule = detectionOf(
    ruleOf(`title: T\nlogsource: { category: process_creation }\ndetection:\n${detection}\n`),
  );
  if (!rule) throw new Error('no detection');
  return specificityOf(waysOf(comparisonsIn(rule.predicate)));
}

describe('specificity', () => {
  it('is a file name where nothing else is asked for', () => {
    const names = String.raw`  s: { Image|endswith: ['\a.exe', '\b.exe'] }`;
    expect(specificity(`${names}\n  condition: s`)).toEqual({ kind: 'file-name' });
  });

  it('is plain where a name of Windows is looked for outside its folder', () => {
    const elsewhere = (folder: string) =>
      String.raw`  s: { Image|endswith: '\a.exe' }
  f: { Image|startswith: '${folder}' }
  condition: s and not f`;
    expect(specificity(elsewhere('C:\\Windows\\System32\\'))).toEqual({ kind: 'plain' });
    expect(specificity(elsewhere('C:\\Tools\\'))).toEqual({ kind: 'file-name' });
  });

  it('is a program where what is compiled into it counts, too', () => {
    const either = String.raw`  a: { Image|endswith: '\a.exe' }
  b: { OriginalFileName: A.EXE }
  condition: a or b`;
    expect(specificity(either)).toEqual({ kind: 'program' });
  });

  it('is a long text where no way does without a long one', () => {
    const text = 'a long text that nothing else has';
    expect(specificity(`  s: { CommandLine|contains: '${text}' }\n  condition: s`)).toEqual({
      kind: 'long-text',
      characters: text.length,
    });
    const either = `  s: { CommandLine|contains: ['${text}', short] }\n  condition: s`;
    expect(specificity(either)).toEqual({ kind: 'plain' });
  });

  it('is no long text where that is a folder, a registry key, an alert or an operation', () => {
    const places = [
      String.raw`TargetFilename|contains: '\Program Files (x86)\Microsoft\Edge\'`,
      String.raw`TargetObject|contains: '\Control\Keyboard Layouts\Preload'`,
      `eventName: 'Activity from suspicious IP addresses'`,
      `Operation: 'Add member to a role of administrators'`,
    ];
    for (const place of places) {
      expect(specificity(`  s:\n    ${place}\n  condition: s`)).toEqual({ kind: 'plain' });
    }
    const file = String.raw`TargetFilename|endswith: '\Temp\lock_of_the_cross_rootkit.txt'`;
    expect(specificity(`  s:\n    ${file}\n  condition: s`)).toMatchObject({ kind: 'long-text' });
  });

  it('is a behaviour where several fields are asked for together', () => {
    const three = `  s: { CommandLine|contains: x, ParentImage|endswith: '\\p.exe', User: u }
  condition: s`;
    expect(specificity(three)).toEqual({ kind: 'behaviour', fields: 3 });
  });

  it('is plain for a rule of exceptions', () => {
    expect(specificity('  f: { User: u }\n  condition: not f')).toEqual({ kind: 'plain' });
  });
});
