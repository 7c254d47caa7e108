import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { IndexedRule } from '@/lib/catalog/rule-index';
import { SelectedRules } from './selected-rules';

it('has the list of rules once, however many rows there are to take out', () => {
  const ids = Array.from({ length: 512 }, (_, at) => `${at}`.padStart(8, 'a'));
  const rules = ids.map(
    (id) => ({ id, title: `Rule ${id}`, level: 'high', queries: [] }) as unknown as IndexedRule,
  );
  const html = renderToStaticMarkup(<SelectedRules rules={rules} names={ids} />);
  expect(html.split(ids.join(','))).toHaveLength(2);
  expect(html.match(/name="without"/g)).toHaveLength(512);
  expect(html.length / 512).toBeLessThan(700);
});
