import type { RenderedFile } from './types';

/** The files that are a rule's own, in their order: no other rule has them. */
export function ownFiles<File extends RenderedFile>(files: readonly File[]): readonly File[] {
  return files.filter(({ isShared }) => !isShared);
}

/** The name of a file, without its folder. */
export function nameOf({ path }: Pick<RenderedFile, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
