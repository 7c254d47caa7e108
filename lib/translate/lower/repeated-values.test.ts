import { expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { parseRules } from '@/lib/sigma';
import { createTranslator } from '..';

const translator = createTranslator(readKnowledge());

it('lists values that the operator takes for equal once, and traces each to its line', () => {
  const [document] = parseRules(String.raw`title: T
logsource: { product: windows, category: process_creation }
detection:
  selection:
    Image|endswith: ['\Tool.exe', '\other.exe', '\TOOL.EXE']
    CommandLine|contains: [' -g. ', ' -G. ']
  cased: { ParentCommandLine|cased: [Cmd, cmd, Cmd] }
  condition: selection and cased
`);
  if (!document?.rule) throw new Error(JSON.stringify(document?.diagnostics));
  const { kql, trace } = translator.translate(document.rule, 'defender-xdr');
  expect(kql).toContain('FileName in~ ("Tool.exe", "other.exe")');
  expect(kql).toContain('ProcessCommandLine contains " -g. "');
  expect(kql).not.toContain('-G.');
  expect(kql).toContain('InitiatingProcessCommandLine in ("Cmd", "cmd")');
  const traced = trace.filter(({ field }) => field !== null);
  expect(traced).toHaveLength(8);
  for (const { kqlLines } of traced) expect(kqlLines).toHaveLength(1);
});
