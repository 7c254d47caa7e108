import type { Meaning } from '@/lib/changes/types';
import { parseRules, type RuleMetadata } from '@/lib/sigma';
import { detectionOf } from '@/lib/sigma/detection-of';
import type { ChangeDetail } from '../stored/change-detail';
import { type WordsLine, wordsDifference } from './words-difference';

/** A change of a rule's text, and what it means. */
export interface JudgedChange extends ChangeDetail {
  readonly meaning: Meaning;
}

/** What of a rule's text is different, by the names of its parts, and its condition in words. */
export interface TextDifference {
  /** Parts of the metadata that differ, such as `tags` and `level: low → medium`. */
  readonly parts: readonly string[];
  /** Of the whole condition in words; null if a version has none that can be read. */
  readonly words: readonly WordsLine[] | null;
}

/** Compares two versions of a rule's text. */
export function textDifference(before: string, after: string): TextDifference {
  const [old, now] = [before, after].map((text) => parseRules(text)[0]);
  const [older, newer] = [old, now].map((document) =>
    document?.rule ? detectionOf(document.rule) : null,
  );
  return {
    parts: old?.metadata && now?.metadata ? partsThatDiffer(old.metadata, now.metadata) : [],
    words: older && newer ? wordsDifference(older, newer) : null,
  };
}

const PARTS = [
  'title',
  'status',
  'level',
  'description',
  'author',
  'license',
  'date',
  'modified',
  'references',
  'falsepositives',
  'tags',
  'related',
  'fields',
  'scope',
  'taxonomy',
  'logsource',
  'custom',
] as const satisfies readonly (keyof RuleMetadata)[];

function partsThatDiffer(before: RuleMetadata, after: RuleMetadata): string[] {
  return PARTS.filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part])).map(
    (part) =>
      part === 'level' || part === 'status'
        ? `${part}: ${before[part] ?? 'none'} → ${after[part] ?? 'none'}`
        : part,
  );
}
