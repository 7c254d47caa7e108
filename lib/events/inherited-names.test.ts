import { describe, expect, it } from 'vitest';
import { toRaw, toSigmaEvents } from '@/lib/events';

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];
const SOURCE = { product: 'aws', category: null, service: 'cloudtrail' };

describe.each(NAMES)('a field named %s', (name) => {
  it('keeps its value in an event', () => {
    const event = JSON.parse(`{"${name}": "x"}`);
    const [seen] = toSigmaEvents({ logsource: SOURCE, event });
    expect(Object.entries(seen?.fields ?? {})).toContainEqual([name, 'x']);
  });

  it('is built into an event without touching what objects inherit', () => {
    toRaw(SOURCE, { [`a.${name}.polluted.b`]: 'x' });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(Object.hasOwn(Object, 'polluted')).toBe(false);
  });
});
