import { describe, expect, it } from 'vitest';
import { EventReader } from './event-reader';

function reader(event: Readonly<Record<string, unknown>>): EventReader {
  return new EventReader({ product: null, category: null, service: null, event });
}

describe('an event’s value', () => {
  it('is found by one literal name before the steps of a path', () => {
    expect(reader({ 'a.b': 1, a: { b: 2 } }).value('a.b')).toBe(1);
    expect(reader({ a: { b: 2 } }).value('a.b')).toBe(2);
    expect(reader({ a: 'text' }).value('a.b')).toBeUndefined();
  });

  it('is null for names that every object inherits', () => {
    const event = reader(JSON.parse('{"a":{}}') as Record<string, unknown>);
    for (const path of ['constructor', '__proto__', 'toString', 'a.constructor', 'a.__proto__']) {
      expect(event.value(path), path).toBeUndefined();
      expect(event.text(path), path).toBeUndefined();
    }
  });

  it('is the event’s own where it has such a name', () => {
    const event = reader(JSON.parse('{"__proto__":"x","constructor":"y"}') as object as never);
    expect(event.text('__proto__')).toBe('x');
    expect(event.text('constructor')).toBe('y');
  });

  it('has no text when it is null', () => {
    expect(reader({ a: null }).text('a')).toBeUndefined();
  });
});
