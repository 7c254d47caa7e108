import { describe, expect, it } from 'vitest';
import { enrich } from './index';
import { currentKnowledge } from './knowledge/current-knowledge';
import { ATTACK, ruleOf, translationOf } from './samples';

const hypothesisOf = (yaml: string, ...more: Parameters<typeof translationOf>[]) =>
  enrich({
    rule: ruleOf(yaml),
    translations: more.map((args) => translationOf(...args)),
    evidence: [],
    attack: ATTACK,
  }).hypothesis;

/** Without tags, so that the texts do not depend on what is known of a technique. */
const rule = (logsource: string, detection: string, tags = '[]') =>
  `title: A Title
id: 5d1c4b9e-6a52-4b3a-8f0e-7f2f4f2f7c11
status: test
level: high
tags: ${tags}
logsource: ${logsource}
detection:
${detection
  .trim()
  .split('\n')
  .map((line) => `  ${line}`)
  .join('\n')}
`;
const PROCESS = '{ product: windows, category: process_creation }';

describe('the hypothesis', () => {
  it('states actor, activity and object, and names the table of the best translation', () => {
    const text = hypothesisOf(
      rule(
        '{ product: windows, category: file_event }',
        String.raw`
selection:
  Image|endswith: '\a-program.exe'
  TargetFilename|contains: '\Documents\a-folder\Temp\'
condition: selection`,
      ),
      ['defender-xdr', 'approximate', 'DeviceFileEvents'],
      ['sentinel-asim', 'exact', 'imFileEvent'],
    );
    expect(text).toBe(
      '`a-program.exe` creating a file under `\\Documents\\a-folder\\Temp\\` would show what “A Title” describes.\nLook in file creation events on Windows (`imFileEvent`).',
    );
  });

  it('names a program once when the rule knows it by path and by original name', () => {
    const text = hypothesisOf(
      rule(
        PROCESS,
        String.raw`
selection_img:
  - Image|endswith: '\net.exe'
  - OriginalFileName: 'net.exe'
selection_cli:
  CommandLine|contains|all: [' user ', ' /add']
condition: all of selection_*`,
      ),
    );
    expect(text).toMatch(
      /^`net\.exe` running with ` user ` and ` \/add` in the command line would show/,
    );
  });

  it('describes exceptions on a line of their own', () => {
    const [first, , third] = hypothesisOf(
      rule(
        PROCESS,
        String.raw`
selection:
  Image|endswith: '\cmd.exe'
filter_main_parent:
  ParentImage|endswith: ['\explorer.exe', '\services.exe']
filter_main_null:
  CommandLine: null
condition: selection and not 1 of filter_main_*`,
      ),
    ).split('\n');
    expect(first).toMatch(/^`cmd\.exe` running would show/);
    expect(third).toBe(
      'The rule leaves out events where the parent process is `explorer.exe` or `services.exe`, or the command line is empty.',
    );
  });

  it('keeps conditions on one field separate from their alternatives', () => {
    const text = hypothesisOf(
      rule(
        PROCESS,
        `
selection_a:
  CommandLine|contains: ['-i', '--install']
selection_b:
  CommandLine|contains: kali
condition: all of selection_*`,
      ),
    );
    expect(text).toMatch(
      /running with \(`-i` or `--install`\) and `kali` in the command line would show/,
    );
  });

  it('counts the values that do not fit', () => {
    const names = Array.from({ length: 40 }, (_, at) => `'\\tool-with-a-long-name-${at}.exe'`);
    const text = hypothesisOf(
      rule(PROCESS, `selection:\n  Image|endswith: [${names.join(', ')}]\ncondition: selection`),
    );
    const [first = ''] = text.split('\n');
    expect(first).toMatch(/or 36 others running would show/);
    expect(first.length).toBeLessThanOrEqual(320);
  });

  it('lists every way in which a rule can match', () => {
    const text = hypothesisOf(
      rule(
        PROCESS,
        String.raw`
selection_sc:
  Image|endswith: '\sc.exe'
  CommandLine|contains: config
selection_wmic:
  Image|endswith: '\wmic.exe'
  CommandLine|endswith: COR_PROFILER
condition: 1 of selection_*`,
      ),
    );
    expect(text).toMatch(
      /`sc\.exe` running with `config` in the command line, or `wmic\.exe` running with a command line ending with `COR_PROFILER`, would show/,
    );
  });

  it('explains a Windows event id', () => {
    const text = hypothesisOf(
      rule(
        '{ product: windows, service: security }',
        'selection:\n  EventID: 4720\n  TargetUserName|endswith: $\ncondition: selection',
        '[attack.persistence]',
      ),
    );
    expect(text).toBe(
      'Event 4720 (user account created) with a target user ending with `$` would show what “A Title” describes, by an adversary who keeps their foothold.\nLook in the Windows Security log.',
    );
  });

  it('uses the title when the rule has no ATT&CK tag', () => {
    const text = hypothesisOf(
      rule('{ product: linux }', 'keywords: [segfault]\ncondition: keywords', '[]'),
    );
    expect(text).toBe(
      'An event with the text `segfault` would show what “A Title” describes.\nLook in Linux logs.',
    );
  });

  it('describes a rule that consists of exceptions', () => {
    const text = hypothesisOf(rule(PROCESS, 'filter:\n  User: SYSTEM\ncondition: not filter'));
    expect(text).toContain(
      'A process that matches none of the rule’s exceptions would show what “A Title” describes.',
    );
  });

  it('says what is known of the technique, and names it', () => {
    const text = hypothesisOf(
      rule(PROCESS, 'selection:\n  CommandLine: disable\ncondition: selection', '[attack.t1685]'),
    );
    const does = currentKnowledge().techniques.get('T1685')?.does;
    expect(does).toBeTruthy();
    expect(text).toContain(`would show an adversary who ${does} (T1685).`);
  });

  it('groups exceptions that find no room by what they go by, and counts none', () => {
    const paths = Array.from(
      { length: 12 },
      (_, at) => String.raw`'C:\Program Files\Maker\a${at}.exe'`,
    );
    const text = hypothesisOf(
      rule(
        PROCESS,
        String.raw`
selection: { Image|endswith: '\cmd.exe' }
filter_parent: { ParentImage: [${paths.join(', ')}] }
filter_line: { CommandLine|contains: [${paths.join(', ')}] }
condition: selection and not 1 of filter_*`,
      ),
    );
    expect(text).toContain(
      'The rule leaves out events where the parent process path (such as `a0.exe`, `a1.exe` and `a2.exe`) or the command line (such as `a0.exe`, `a1.exe` and `a2.exe`) has one of the values that the rule lists.',
    );
  });

  it('says what would refute it', () => {
    const text = hypothesisOf(
      rule(PROCESS, 'selection:\n  CommandLine: disable\ncondition: selection', '[attack.t1685]'),
    );
    const refutes = currentKnowledge()
      .techniques.get('T1685')
      ?.refutes.map((one) => one.text);
    expect(refutes).toContain(text.split('\n').at(-1));
  });

  it('takes the motive from the technique that the logic shows, not from the first tag', () => {
    const text = hypothesisOf(
      rule(
        PROCESS,
        "selection:\n  CommandLine|contains: ' -urlcache '\ncondition: selection",
        '[attack.persistence, attack.t1547.001, attack.command-and-control, attack.t1105]',
      ),
    );
    expect(text).toContain('(T1105)');
  });

  it('says an alternative once, and what alternatives have in common first', () => {
    const text = hypothesisOf(
      rule(
        PROCESS,
        String.raw`
a:
  Image|endswith: '\Seatbelt.exe'
b:
  OriginalFileName: Seatbelt.exe
c:
  CommandLine|contains: [' LastShutdown', ' PuttyHostKeys']
condition: 1 of them`,
      ),
    );
    expect(text).toMatch(
      /^`Seatbelt\.exe` running, or a process running with ` LastShutdown` or ` PuttyHostKeys` in the command line, would show/,
    );
    const common = hypothesisOf(
      rule(
        PROCESS,
        String.raw`
img:
  Image|endswith: '\reg.exe'
add:
  CommandLine|contains: add
parent:
  ParentImage|endswith: '\a.exe'
condition: (img and add) or (img and parent)`,
      ),
    );
    expect(common).toMatch(
      /^`reg\.exe` running where the command line contains `add` or the parent process is `a\.exe` would/,
    );
    expect(common.match(/reg\.exe/g)).toHaveLength(1);
  });

  it('says that ways with exceptions have them', () => {
    const text = hypothesisOf(
      rule(
        PROCESS,
        String.raw`
a:
  Image|endswith: '\a.exe'
fa:
  Image|contains: '\Program Files\A\'
b:
  Image|endswith: '\b.exe'
fb:
  Image|contains: '\Program Files\B\'
condition: (a and not fa) or (b and not fb)`,
      ),
    );
    expect(text).toMatch(/^`a\.exe` or `b\.exe` running would show/);
    expect(text).toContain('Each alternative has exceptions of its own');
  });

  it('keeps a value with a backtick inside its marks', () => {
    const text = hypothesisOf(
      rule(PROCESS, 'selection:\n  CommandLine|contains: "a`b\\n  c"\ncondition: selection'),
    );
    expect(text).toContain('`` a`b c ``');
  });

  it('describes a correlation by the titles of its rules, its count, timespan and group', () => {
    const base = ruleOf(
      rule(PROCESS, 'selection:\n  User: x\ncondition: selection').replace(
        'A Title',
        'Failed Logon',
      ),
    );
    const correlation = ruleOf(`title: Many Failures
id: 0b6f4c8e-54d1-4c49-a5c3-7a9f7e0b4d55
tags: [attack.credential-access]
correlation:
  type: event_count
  rules: [failed_logon]
  group-by: [TargetUserName]
  timespan: 10m
  condition: { gte: 20 }
`);
    const { hypothesis } = enrich({
      rule: correlation,
      translations: [],
      evidence: [],
      attack: ATTACK,
      related: new Map([['failed_logon', base]]),
    });
    expect(hypothesis).toBe(
      'If an adversary who steals credentials is at work, then events of “Failed Logon” will occur at least 20 times within 10 minutes for the same target user.',
    );
  });
});
