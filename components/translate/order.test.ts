import { expect, it } from 'vitest';
import type { Diagnostic } from '@/lib/diagnostic';
import type { Severity } from '@/lib/severity';
import { mostSevereFirst } from './order';

it('puts errors before warnings before notes, each in the order of the text', () => {
  const diagnostic = (severity: Severity, start: number): Diagnostic => ({
    severity,
    code: 'sigma/title-form',
    message: `${severity} ${start}`,
    span: { start, end: start + 1 },
  });
  const mixed = [
    diagnostic('info', 0),
    diagnostic('warning', 9),
    diagnostic('error', 20),
    diagnostic('warning', 3),
  ];
  expect(mostSevereFirst(mixed).map(({ message }) => message)).toEqual([
    'error 20',
    'warning 3',
    'warning 9',
    'info 0',
  ]);
});
