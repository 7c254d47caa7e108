import { describe, expect, it } from 'vitest';
import { readForm } from './read-form';

const FORM = 'application/x-www-form-urlencoded';

function post(type: string, body: BodyInit) {
  const headers = { 'Content-Type': type };
  return readForm(new Request('http://localhost/api/theme', { method: 'POST', headers, body }));
}

async function statusOf(type: string, body: BodyInit): Promise<number> {
  const answer = await post(type, body);
  if (!(answer instanceof Response)) return 200;
  expect((await answer.json()).error).toMatch(/\.$/);
  return answer.status;
}

describe('readForm', () => {
  it('reads the fields of a form, repeated ones too', async () => {
    const form = await post(`${FORM}; charset=UTF-8`, 'table=A&table=B&q=%C3%A4+b');
    if (form instanceof Response) throw new Error(await form.text());
    expect(form.getAll('table')).toEqual(['A', 'B']);
    expect(form.get('q')).toBe('ä b');
  });

  it('reads malformed text as far as it can', async () => {
    expect(await statusOf(FORM, new Uint8Array([0xff, 0xfe, 0, 0x25]))).toBe(200);
  });

  it.each([
    'multipart/form-data; boundary=b',
    'multipart/form-data',
    'application/json',
    'text/plain',
    `${FORM}; charset=utf-16`,
    `${FORM}x`,
    'a/b;;;',
  ])('refuses %s', async (type) => {
    expect(await statusOf(type, 'theme=dark')).toBe(415);
  });

  it('refuses a form that is too large', async () => {
    expect(await statusOf(FORM, 'table=A&'.repeat(3000))).toBe(413);
  });
});
