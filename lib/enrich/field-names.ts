import { fieldWords } from '@/lib/log-sources';

/** What analysts call a field. A field without such a name keeps its own, as code. */
export function fieldName(field: string): string {
  return (
    fieldWords(field)?.name ??
    `\`${field
      .replace(/[`\s]+/g, ' ')
      .trim()
      .slice(0, 60)}\``
  );
}

/** The name of a field's full path: `process path`. */
export function pathName(field: string): string {
  return fieldWords(field)?.path ?? fieldName(field);
}

/** Whether the field holds a path. */
export function isPath(field: string): boolean {
  return (fieldWords(field)?.path ?? null) !== null;
}
