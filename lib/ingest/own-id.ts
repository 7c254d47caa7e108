import { uuidV5 } from '@/lib/uuid';

/** The namespace of ids that the catalog makes; a random UUID. */
const NAMESPACE = '3f0c1a8e-5d0b-4e67-9a2b-7c4d8e1f6053';

/**
 * A UUID for a rule that has no usable id of its own: the same for the same source, path and place in the
 * file. `index` counts the documents of the file from 0.
 */
export function ownId(source: string, path: string, index: number): string {
  return uuidV5(JSON.stringify([source, path, index]), NAMESPACE);
}
