import { describe, expect, it } from 'vitest';
import { enrich } from './index';
import { ATTACK, ruleOf } from './samples';

const textsOf = (logsource: string, selection: string, more = '') => {
  const rule = ruleOf(`title: T
id: 5d1c4b9e-6a52-4b3a-8f0e-7f2f4f2f7c11
tags: [attack.credential-access]
${more}
logsource: ${logsource}
detection:
  selection:
    ${selection}
  condition: selection
`);
  const { falsePositives, triage } = enrich({
    rule,
    translations: [],
    evidence: [],
    attack: ATTACK,
  });
  return {
    benign: falsePositives.map(({ text }) => text).join('\n'),
    steps: triage.map(({ text }) => text).join('\n'),
  };
};
const FILE = (category: string) => `{ product: windows, category: ${category} }`;

describe('advice', () => {
  it('is to reset leaked credentials at once, whatever the tactic', () => {
    const { steps } = textsOf(
      '{ product: azure, service: riskdetection }',
      "riskEventType: 'leakedCredentials'",
    );
    expect(steps).toMatch(/^Reset the password and revoke the sessions now/);
    expect(steps).not.toMatch(/watch for|sign-in .* refers to/);
  });

  it('does not ask whether a sign-in got in that the rule says did not', () => {
    const source = '{ product: azure, service: signinlogs }';
    const interrupted = textsOf(source, "Status: 'Interrupted'").steps;
    expect(interrupted).not.toContain('whether the user got in');
    expect(textsOf(source, "Status: 'Success'").steps).toContain('whether the user got in');
  });

  it('does not call for the process that wrote a file which was read or deleted', () => {
    expect(textsOf(FILE('file_access'), 'FileName: a.txt').steps).toContain('that read `a.txt`');
    expect(textsOf(FILE('file_delete'), 'TargetFilename: a.txt').steps).toContain(
      'that deleted `a.txt`',
    );
    expect(textsOf(FILE('file_event'), 'TargetFilename: a.txt').steps).toContain(
      'process that wrote `a.txt`',
    );
  });

  it('does not name installers where the rule fixes the program', () => {
    const named = String.raw`Image|endswith: '\a.exe'`;
    expect(textsOf(FILE('file_event'), named).benign).toContain('plug-in of `a.exe`');
    expect(textsOf(FILE('file_event'), named).benign).not.toContain('Installers');
    expect(textsOf(FILE('file_event'), 'TargetFilename: a.txt').benign).toContain('Installers');
  });

  it('is about users behind a proxy, and about the server of a web log', () => {
    const selection = "c-uri|contains: '/x'";
    expect(textsOf('{ category: proxy }', selection).steps).toContain('behind the client address');
    expect(textsOf('{ category: webserver }', selection).steps).toContain('On the server');
  });

  it('has no process for a network sensor, and no logon session for event 5156', () => {
    const zeek = textsOf('{ product: zeek, service: http }', 'uri: x').steps;
    expect(zeek).not.toMatch(/parent|command line/);
    const allowed = textsOf('{ product: windows, service: security }', 'EventID: 5156').steps;
    expect(allowed).toContain('both addresses of the connection');
    expect(allowed).not.toMatch(/logon/i);
  });

  it('is to contain what was reached: an account is blocked, a host isolated', () => {
    const selection = 'Operation: x';
    expect(textsOf('{ product: azure, service: signinlogs }', selection).steps).toMatch(
      /real attack, reset the password/,
    );
    expect(textsOf(FILE('process_creation'), 'Image: x').steps).not.toMatch(/revoke the sessions/);
  });

  it('does not contradict an author who considers false positives unlikely', () => {
    const { benign } = textsOf(
      FILE('process_creation'),
      'CommandLine|contains: xyz',
      'falsepositives: [Unlikely]',
    );
    expect(benign.split('\n')).toHaveLength(1);
  });

  it('does not name a writer that the rule leaves out', () => {
    const source = '{ product: windows, category: registry_set }';
    expect(textsOf(source, 'TargetObject: HKLM').benign).toContain('`svchost.exe`');
    const { falsePositives } = enrich({
      rule: ruleOf(`title: T
logsource: ${source}
detection:
  selection: { TargetObject: HKLM }
  filter: { Image|endswith: svchost.exe }
  condition: selection and not filter
`),
      translations: [],
      evidence: [],
      attack: ATTACK,
    });
    const texts = falsePositives.map(({ text }) => text).join('\n');
    expect(texts).not.toContain('msiexec');
    expect(texts).toContain('leaves Windows’ own services out');
  });

  it('names a long value once', () => {
    const path = 'very-long-name-of-a-file-that-nobody-wants-to-read-4-times.txt';
    const { steps } = textsOf(FILE('file_event'), `TargetFilename: ${path}`);
    expect(steps.match(/`very-long[^`]*`/g)).toHaveLength(1);
    expect(steps).toContain('Find the process that wrote the file, with');
  });
});
