import { describe, expect, it } from 'vitest';
import { readKnowledge } from '@/lib/knowledge';
import { parseRules } from '@/lib/sigma';
import { unknownFields } from './unknown-fields';

const { mappings } = readKnowledge();

const unknownIn = (field: string, category = 'process_creation') => {
  const text = `title: A
id: 5f1c2a7e-3d61-4d0c-9f0b-6a5a2f1f7b11
logsource: { product: windows, category: ${category} }
detection:
  selection:
    ${field}: a
  condition: selection
`;
  const [document] = parseRules(text);
  return document?.rule ? unknownFields(document.rule, mappings) : null;
};

describe('unknownFields', () => {
  it('names the field that was probably meant', () => {
    expect(unknownIn('Comandline')).toMatchObject([
      { code: 'translate/unknown-field', hint: 'Did you mean CommandLine?' },
    ]);
  });

  it('reports neither known fields nor fields unlike all known ones', () => {
    expect(unknownIn('CommandLine')).toEqual([]);
    expect(unknownIn('zzqqxxyyww')).toEqual([]);
  });

  it('reports nothing if no mapping knows the log source', () => {
    expect(unknownIn('Comandline', 'no_such_category')).toEqual([]);
  });
});
