import { fieldWords } from '@/lib/log-sources';

/** What analysts call a field. A field that the content does not name goes by its own name. */
export function fieldName(field: string): string {
  return (
    fieldWords(field)?.name ??
    `\`${field
      .replace(/[`\s]+/g, ' ')
      .trim()
      .slice(0, 60)}\``
  );
}

/** What the whole path of such a field is called: `process path`. */
export function pathName(field: string): string {
  return fieldWords(field)?.path ?? fieldName(field);
}

/** Fields that hold a path. */
export function isPath(field: string): boolean {
  return (fieldWords(field)?.path ?? null) !== null;
}
