import { expect, it } from 'vitest';
import { typedBefore } from './typed-before';

it('keeps what is typed before there is a field for it', () => {
  let stopped = 0;
  const press = (text: string, key: string, more: Partial<KeyboardEvent> = {}) =>
    typedBefore(text, { key, preventDefault: () => stopped++, ...more } as KeyboardEvent);
  expect(press('ap', 't')).toBe('apt');
  expect(press('apt', 'Backspace')).toBe('ap');
  expect(stopped).toBe(2);
  expect(press('ap', 'Shift')).toBe('ap');
  expect(press('ap', 'a', { ctrlKey: true })).toBe('ap');
  expect(stopped).toBe(2);
});
