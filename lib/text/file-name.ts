/** `id.kql`, with everything in the id that a file name should not hold as an underscore. */
export function fileName(id: string, extension: string): string {
  const stem = id.replace(/[^A-Za-z0-9._-]/gu, '_').replace(/^\.+/, '_');
  return `${stem.slice(0, 100) || 'rule'}.${extension}`;
}
