import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contentText, contentTexts } from '@/lib/content';
import { LogSourceError } from './current-log-sources';
import { logSourceFile } from './file-schema';
import { loadLogSources } from './load-log-sources';

const HEAD = 'product: toaster\nname: Toaster\nsources: [https://example.net/]\n';

/** Messages about one file, or several named `a.yml`, `b.yml`, … */
function messages(...texts: string[]): string[] {
  const files = texts.map((text, at) => ({ path: `${'abc'[at]}.yml`, text }));
  return loadLogSources(files).problems.map(({ message }) => message);
}

describe('a log source file', () => {
  it('names file, line and field of an unknown key', () => {
    const [message] = messages(`${HEAD}services:\n  heat:\n    nam: x\n`);
    expect(message).toMatch(/^a\.yml:6 services\.heat\.nam: /);
  });

  it('lists the valid kinds when it has another', () => {
    const [message] = messages(`${HEAD}services:\n  heat: { kind: oven }\n`);
    expect(message).toMatch(/^a\.yml:5 services\.heat\.kind: .*"windows-security"/);
  });

  it('says what an event may be', () => {
    expect(messages(`${HEAD}services:\n  heat: { events: { 7: 8 } }\n`)).toEqual([
      'a.yml:5 services.heat.events.7: must be the meaning of the event id, or a map of what is known about it',
    ]);
  });

  it('reports the line where its YAML is invalid', () => {
    expect(messages('product: [\n')[0]).toMatch(/^a\.yml:\d is not YAML: /);
  });

  it('needs sources for each entry, in the entry or for the whole file', () => {
    const text = 'product: toaster\nname: Toaster\nservices:\n  heat: {}\n';
    expect(messages(text)).toEqual([
      'a.yml:1 needs sources',
      'a.yml:4 services.heat: needs sources, either its own or for the whole file',
    ]);
  });

  it('needs a name for its product', () => {
    const text = 'product: toaster\nsources: [https://example.net/]\nservices:\n  heat: {}\n';
    expect(messages(text)).toEqual(['a.yml:1 needs a name for the product']);
  });

  it('may not use a preset that it does not have', () => {
    expect(messages(`${HEAD}services:\n  heat:\n    use: [warm]\n`)).toEqual([
      "a.yml:6 services.heat.use.0: there is no preset named 'warm'",
    ]);
  });

  it('may not name itself or a missing entry in `like`', () => {
    const text = `${HEAD}services:\n  heat: { like: toaster/heat }\n  glow: { like: oven/glow }\n`;
    expect(messages(text)).toEqual([
      "a.yml:5 services.heat.like: there is no other service named 'toaster/heat'",
      "a.yml:6 services.glow.like: there is no other service named 'oven/glow'",
    ]);
    expect(messages(`${HEAD}categories:\n  one: { like: toaster/one }\n`)).toEqual([
      "a.yml:5 categories.one.like: there is no other category named 'toaster/one'",
    ]);
  });

  it('needs to say which log records a category when the file has several', () => {
    const services = 'services:\n  a: { channels: [A] }\n  b: { channels: [B] }\n';
    const [message] = messages(`${HEAD}${services}categories:\n  pop: { eventIds: [1] }\n`);
    expect(message).toMatch(/^a\.yml:8 categories\.pop\.eventIds: .*exactly one service/);
  });

  it('may record a category only in a service that has channels', () => {
    const text = `${HEAD}services:\n  heat: {}\ncategories:\n  pop: { log: heat, eventIds: [1] }\n`;
    expect(messages(text)).toEqual([
      "a.yml:7 categories.pop.log: no service 'toaster/heat' has channels",
    ]);
  });

  it('may decide by one field of an event, not two', () => {
    const service = 'services:\n  heat: { channels: [A] }\n';
    const category = 'categories:\n  pop: { eventIds: [1], when: { A: b, C: d } }\n';
    expect(messages(`${HEAD}${service}${category}`)).toEqual([
      'a.yml:7 categories.pop.when: can name only one field',
    ]);
  });

  it('must decide by the same field as the other categories of an event', () => {
    const service = 'services:\n  heat: { channels: [A] }\n';
    const one = 'categories:\n  pop: { eventIds: [1], when: { A: b } }\n';
    const two = '  burn: { eventIds: [1], when: { C: d } }\n';
    expect(messages(`${HEAD}${service}${one}${two}`)).toEqual([
      'a.yml:8 categories.burn.when: another category decides on event 1 by A',
    ]);
  });

  it('names a pattern that is not a regular expression', () => {
    const text = `${HEAD}services:\n  heat:\n    vocabularies:\n      - { fields: [A], pattern: '(' }\n`;
    expect(messages(text)[0]).toMatch(/^a\.yml:7 services\.heat\.vocabularies\.0\.pattern: /);
  });

  it('may not repeat what another file states', () => {
    const other = 'product: toaster\nname: Grill\nsources: [https://example.net/]\n';
    const services = 'services:\n  heat: { channels: [A] }\n';
    expect(messages(`${HEAD}${services}`, `${other}${services}`)).toEqual([
      'b.yml:2 name: another file of the product already states this',
      'b.yml:5 services.heat: another file already has this entry',
    ]);
  });

  it('may not claim a channel of another entry', () => {
    const text = `${HEAD}services:\n  a: { channels: [A] }\n  b: { channels: [A] }\n`;
    expect(messages(text)).toEqual([
      "a.yml:6 services.b.channels.0: another entry already has 'A'",
    ]);
  });

  it('may not name a service as the product’s log that the product does not have', () => {
    expect(messages(`${HEAD}log: heat\n`)).toEqual([
      "a.yml:4 log: there is no service named 'heat'",
    ]);
  });

  it('has a shape that a JSON Schema can describe to editors', () => {
    const schema = z.toJSONSchema(logSourceFile, { io: 'input' });
    expect(Object.keys(schema.properties ?? {})).toContain('services');
  });
});

describe('an entry', () => {
  it('starts from its presets and overrides them', () => {
    const text = `${HEAD}presets:\n  warm: { kind: cloud, name: warm logs }\nservices:\n  heat: { use: warm, name: heat logs }\n`;
    const { logSources } = loadLogSources([{ path: 'a.yml', text }]);
    const facts = logSources.products.get('toaster')?.services.get('heat');
    expect(facts).toMatchObject({ name: 'heat logs', kind: 'cloud' });
  });

  it('takes events from the entry in `like`, with values of its own', () => {
    const events = '    events:\n      3: { fields: [A, B], values: { B: two } }\n';
    const text = `${HEAD}services:\n  heat:\n    channels: [A]\n    values: { A: one }\n${events}  glow: { channels: [B], like: toaster/heat, values: { B: three } }\n`;
    const { logSources, problems } = loadLogSources([{ path: 'a.yml', text }]);
    const glow = logSources.products.get('toaster')?.services.get('glow');
    expect(problems).toEqual([]);
    expect(glow?.log?.usual.get(3)).toEqual({ A: 'one', B: 'three' });
  });
});

describe('the files of the repository', () => {
  it('are explained by complete examples', () => {
    const readme = contentText('log-sources/README.md');
    const examples = [...readme.matchAll(/```yaml\n(product: [\s\S]*?)```/g)];
    const windows = 'product: windows\nname: Windows\nsources: [https://example.net/]\n';
    expect(examples).toHaveLength(2);
    expect(messages(windows, ...examples.map(([, text]) => text ?? ''))).toEqual([]);
  });

  it('load without a problem', () => {
    expect(loadLogSources(contentTexts('log-sources')).problems).toEqual([]);
  });
});

describe('the error for faults in the files', () => {
  it('lists their positions, one per line, without a stack trace', () => {
    const problem = { path: 'a.yml', message: 'a.yml:3 name: needed' };
    const error = new LogSourceError([problem, problem]);
    expect(error.message.split('\n')).toEqual(
      Array(2).fill('content/log-sources/a.yml:3 name: needed'),
    );
    expect(error.stack).toBe(error.message);
  });
});
