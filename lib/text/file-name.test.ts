import { expect, it } from 'vitest';
import { fileName } from './file-name';

it('keeps an ordinary id', () => {
  expect(fileName('6f3e2987-db24-4c78-a860-b4f4095a7095', 'kql')).toBe(
    '6f3e2987-db24-4c78-a860-b4f4095a7095.kql',
  );
});

it('cannot hide an ending, leave the folder, or grow without end', () => {
  expect(fileName('a\u202elqk.exe', 'yml')).toBe('a_lqk.exe.yml');
  expect(fileName('../../etc/passwd', 'yml')).toBe('__.._etc_passwd.yml');
  expect(fileName('x'.repeat(999), 'yml')).toHaveLength(104);
});
