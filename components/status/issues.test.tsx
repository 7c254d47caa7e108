import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Issues } from './issues';

function render(...inFeed: boolean[]): string {
  const issues = inFeed.map((each, id) => ({
    id,
    severity: 'error',
    code: 'sigma/legacy-syntax',
    path: `${each ? 'rules' : 'unsupported'}/${id}.yml`,
    line: 1,
    column: 1,
    ruleId: null,
    message: 'Aggregations are not read.',
    hint: null,
    inFeed: each,
  }));
  const counts = [{ code: 'sigma/legacy-syntax', count: issues.length }];
  return renderToStaticMarkup(<Issues issues={issues} counts={counts} code={null} />);
}

it('shows errors in red only if the feed shows one of their rules', () => {
  expect(render(true, false)).toContain('text-bad');
  expect(render(true, false)).not.toContain('the feed leaves out');
  expect(render(false, false)).not.toContain('text-bad');
  expect(render(false, false)).toContain('only in rules that the feed leaves out');
});
