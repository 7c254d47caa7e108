import { expect, test } from 'vitest';
import { MAIN_PAGES, standingAt } from './pages';

const current = (pathname: string) =>
  MAIN_PAGES.flatMap((page) => {
    const standing = standingAt(page, pathname);
    return standing ? [[page.name, standing]] : [];
  });

test('the navigation names the page, or the one that it belongs to', () => {
  expect(current('/')).toEqual([['Feed', 'page']]);
  expect(current('/techniques')).toEqual([['Techniques', 'page']]);
  expect(current('/techniques/T1059')).toEqual([['Techniques', 'true']]);
  expect(current('/rules/1/history')).toEqual([['Feed', 'true']]);
  expect(current('/techniques-of-old')).toEqual([]);
  expect(current('/glossary')).toEqual([]);
});
