import type { Pattern } from '@/lib/sigma';
import { literalsOf, shapeOf } from './pattern';

/**
 * Sysmon writes registry numbers as `DWORD (0x00000001)` and `QWORD (0x00000000-0x00000001)`, and
 * `(Empty)` for an empty value. Other sources write the number in decimal and leave empty values empty.
 */
export type RegistryNumber =
  | { readonly kind: 'text' }
  | {
      readonly kind: 'number';
      /** Null for an empty value. */
      readonly type: 'DWORD' | 'QWORD' | null;
      readonly text: string;
      readonly decimal: string;
    }
  /** Whether the pattern covers part of Sysmon's spelling. */
  | { readonly kind: 'part' };

const DWORD = /^DWORD \(0x([0-9a-f]{1,8})\)$/i;
const QWORD = /^QWORD \(0x([0-9a-f]{1,8})-0x([0-9a-f]{1,8})\)$/i;
/** A piece that only makes sense within Sysmon's spelling. */
const PART = /\b[DQ]WORD\b|\(0x|\b0x[0-9a-f]{2,}\)?$|^[0-9a-f]*\)$/i;

export function registryNumbers(pattern: Pattern): RegistryNumber {
  const shape = shapeOf(pattern);
  if ('text' in shape) {
    if (/^\(Empty\)$/i.test(shape.text)) {
      return { kind: 'number', type: null, text: shape.text, decimal: '' };
    }
    const dword = DWORD.exec(shape.text);
    if (dword) {
      return {
        kind: 'number',
        type: 'DWORD',
        text: shape.text,
        decimal: BigInt(`0x${dword[1]}`).toString(),
      };
    }
    const qword = QWORD.exec(shape.text);
    if (qword) {
      const low = (qword[2] ?? '').padStart(8, '0');
      return {
        kind: 'number',
        type: 'QWORD',
        text: shape.text,
        decimal: BigInt(`0x${qword[1]}${low}`).toString(),
      };
    }
  }
  return literalsOf(pattern).some((text) => PART.test(text)) ? { kind: 'part' } : { kind: 'text' };
}
