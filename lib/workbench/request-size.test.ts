import { expect, it } from 'vitest';
import { requestSize } from './request-size';

it('is small for what a person usually pastes', () => {
  expect(requestSize({ rule: 'title: A\n---\ntitle: B*', events: '{}' })).toBe('small');
});

it.each([
  ['a long rule', { rule: 'a'.repeat(9_000), events: '' }],
  ['long events', { rule: '', events: 'a'.repeat(40_000) }],
  ['many wildcards', { rule: '*a'.repeat(300), events: '' }],
  ['wildcards on much text', { rule: '*a'.repeat(100), events: 'a'.repeat(20_000) }],
  ['many documents', { rule: '---\na: b\n'.repeat(20), events: '' }],
])('is large for %s', (_, request) => {
  expect(requestSize(request)).toBe('large');
});
