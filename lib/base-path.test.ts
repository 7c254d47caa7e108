import { describe, expect, it } from 'vitest';
import { addBase, basePathOf, dropBase } from './base-path.mjs';

describe('basePathOf', () => {
  it.each([
    ['https://soc.example.org/rules-catalog', '/rules-catalog'],
    ['https://soc.example.org/a/b/', '/a/b'],
    ['https://soc.example.org/', ''],
    ['https://soc.example.org', ''],
    ['', ''],
    ['no address', ''],
  ])('of %s is “%s”', (publicUrl, expected) => {
    expect(basePathOf(publicUrl)).toBe(expected);
  });
});

it.each([
  ['/', '/base/'],
  ['/rules/a?b#c', '/base/rules/a?b#c'],
  ['/base', '/base'],
  ['/base/rules', '/base/rules'],
  ['/base?q=a', '/base?q=a'],
  ['/basement', '/base/basement'],
  ['//host/x', '//host/x'],
  ['https://host/x', 'https://host/x'],
  ['#part', '#part'],
])('addBase makes %s %s, and leaves it where there is no base', (address, expected) => {
  expect(addBase('/base', address)).toBe(expected);
  expect(addBase('', address)).toBe(address);
});

it.each([
  ['/base', '/'],
  ['/base/', '/'],
  ['/base?q=a', '/?q=a'],
  ['/base/rules/a', '/rules/a'],
  ['/basement', '/basement'],
  ['/rules/a', '/rules/a'],
])('dropBase makes %s %s, and leaves it where there is no base', (address, expected) => {
  expect(dropBase('/base', address)).toBe(expected);
  expect(dropBase('', address)).toBe(address);
});
