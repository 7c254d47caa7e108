import { describe, expect, it } from 'vitest';
import { OPERATIONS } from './operations';
import { readReference } from './reference';
import { FORMS } from './twins/forms';

const { groups, parts } = readReference('https://rules.example.org');
const operations = groups.flatMap((group) => group.operations);

describe('the reference', () => {
  it('has every address with an example and its parameters', () => {
    expect(operations).toHaveLength(OPERATIONS.length + FORMS.length);
    for (const { id, example, description, summary, parameters } of operations) {
      expect(example, id).toMatch(/^curl 'https:\/\/rules\.example\.org\/\S+'$/);
      expect(`${summary}${description}`.length, id).toBeGreaterThan(5);
      for (const parameter of parameters) {
        expect(parameter.type, `${id} ${parameter.name}`).not.toMatch(/anything|object/);
        expect(parameter.description).toMatch(/\.$/);
      }
    }
  });

  it('says what the fields are, inside of objects too', () => {
    const rule = operations.find(({ id }) => id === 'getRule');
    const field = (name: string) => rule?.fields.find((one) => one.name === name);
    expect(field('queries')).toMatchObject({ type: 'list of Query', part: 'Query' });
    expect(field('logSource.product')?.type).toBe('text or null');
    expect(field('removed')?.type).toBe('time or null');
    expect(field('links.markdown')?.type).toBe('text');
    const list = operations.find(({ id }) => id === 'listRules');
    expect(list?.answer).toContain('a page with items');
    expect(list?.parameters.find(({ name }) => name === 'limit')?.description).toMatch(
      /At most 100\. Without it: 50\.$/,
    );
  });

  it('has each part that a field names', () => {
    const named = [...operations, ...parts].flatMap(({ fields }) =>
      fields.flatMap(({ part }) => part ?? []),
    );
    expect(new Set(named)).toEqual(new Set(parts.map(({ name }) => name)));
    for (const { fields } of parts) expect(fields.length).toBeGreaterThan(0);
  });
});
