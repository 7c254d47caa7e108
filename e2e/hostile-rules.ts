import { createHash } from 'node:crypto';

let count = 0;

/** Rules that try to deceive their reader, as files of a rule folder. */
export const HOSTILE_RULES: ReadonlyMap<string, string> = new Map(
  [
    rule('overrides', {
      title: 'Overridden \u202egpj.exe\u202c file',
      author: 'Ann \u2066Example\u2069',
      description:
        'Text with \u202eoverrides\u202c, \u2067isolates\u2069 and a zero\u200bwidth space.',
      value: '\u202egnp.exe\u200b',
      references: [
        'https://github.com@evil.example/path',
        'https://g\u0456thub.com/SigmaHQ',
        'javascript:alert(1)',
        'data:text/html,<script>alert(1)</script>',
        'https://example.com/\u202egnp.exe',
        'Internal \u202eresearch',
      ],
    }),
    rule('invisible', {
      title: 'Invisible\u200b \ufefftags \u{e0041}\u{e0042} and \u3164 fillers \u2800',
      author: '\u2060=HYPERLINK("https://evil.example")',
      description: 'Soft\u00adhyphen, bell\u0007, line\u2028separator.',
      value: 'a\u2800b',
    }),
    rule('formula', { title: '\uff1d1+1 full-width formula', author: '\u200b=cmd|calc' }),
    rule('marks', {
      title: `Z${'\u0335\u0321\u0300\u0301'.repeat(60)}algo ${'o\u0335\u0301\u0302\u0303\u0304\u0305'.repeat(9)}`,
      author: '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} and \u2764\ufe0f',
    }),
    rule('right-to-left', {
      title:
        '\u05db\u05dc\u05d9 \u05d7\u05e9\u05d5\u05d3 \u05d4\u05d5\u05e4\u05e2\u05dc (Suspicious Tool) 123',
      author: '\u0646\u0631\u0645\u200c\u0627\u0641\u0632\u0627\u0631',
      description: '\u05d6\u05d9\u05d4\u05d5\u05d9 \u05e9\u05dc \u05db\u05dc\u05d9. Then English.',
      value: '\u05e9\u05dc\u05d5\u05dd',
    }),
    rule('very-long', {
      title: 'LongTitle'.repeat(22_000),
      author: 'LongAuthor'.repeat(5000),
      description: 'A long description. '.repeat(3000),
      references: [`https://evil.example/${'x'.repeat(5000)}`],
    }),
    rule('markup', {
      title: '<script>alert(1)</script> &amp; <img src=x onerror=alert(1)>',
      author: '</title><svg onload=alert(1)>',
      value: '</code>',
    }),
  ].map(({ name, text }) => [`${name}.yml`, text]),
);

function rule(
  name: string,
  {
    title,
    author,
    description = 'Nothing special.',
    value = name,
    references = ['https://example.com/report'],
  }: {
    title: string;
    author: string;
    description?: string;
    value?: string;
    references?: readonly string[];
  },
): { name: string; text: string } {
  count++;
  const quoted = (text: string) =>
    // YAML's double quotes know the escapes of JSON; what is not printable has to be one.
    JSON.stringify(text).replace(
      /[^\x20-\x7e]/gu,
      (found) => `\\U${(found.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
    );
  const text = `title: ${quoted(title)}
id: 0badc0de-0000-4000-8000-00000000000${count}
status: test
description: ${quoted(description)}
author: ${quoted(author)}
date: 2026-11-28
references: [${references.map(quoted).join(', ')}]
logsource: { category: process_creation, product: windows }
detection:
  selection:
    CommandLine|contains: ${quoted(value)}
  condition: selection
falsepositives:
  - ${quoted(description.slice(0, 200))}
level: high
tags: [attack.t1059]
`;
  return { name, text };
}

/** The ids of the hostile rules, in the order of their files. */
export const HOSTILE_IDS = [...HOSTILE_RULES.values()].map(
  (text) => /^id: (.*)$/m.exec(text)?.[1] ?? '',
);

export const MANY_VALUES_ID = '0badc0de-0000-4000-8000-00000000ffff';

/** A rule with four thousand hashes, which no compression makes small. */
export const MANY_VALUES = `title: Very many hashes
id: ${MANY_VALUES_ID}
logsource: { category: driver_load, product: windows }
detection:
  selection:
    Hashes|contains:
${Array.from({ length: 4_000 }, (_, at) => `      - 'SHA256=${hashOf(at)}'`).join('\n')}
  condition: selection
level: high
`;

function hashOf(at: number): string {
  return createHash('sha256').update(String(at)).digest('hex');
}
