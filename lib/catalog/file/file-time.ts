/** A time as a part of a file's name, such as `2026-11-30T155500Z`. */
export function fileTime(time: Date): string {
  return time.toISOString().replace(/\.\d+/, '').replaceAll(':', '');
}
