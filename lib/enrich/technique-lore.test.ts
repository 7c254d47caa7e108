import { expect, it } from 'vitest';
import { currentKnowledge } from './knowledge/current-knowledge';
import { techniqueLore } from './technique-lore';

it('tells of a technique only what can be understood without a rule', () => {
  for (const [id, { benign }] of currentKnowledge().techniques) {
    const told = techniqueLore(id, null)?.benign ?? [];
    expect(told.join('\n'), id).not.toContain('{');
    for (const { text, when } of benign) {
      if (when && /\bthis\b/i.test(text)) expect(told, id).not.toContain(text);
      else if (!text.includes('{')) expect(told, id).toContain(text);
    }
  }
});

it('says of a log source at most one thing that it misses', () => {
  const security = { product: 'windows', category: null, service: 'security', definition: null };
  for (const id of currentKnowledge().techniques.keys()) {
    const { blind = [] } = techniqueLore(id, security) ?? {};
    expect(blind.length, id).toBeLessThanOrEqual(1);
  }
});
