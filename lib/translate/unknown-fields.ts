import type { Diagnostic } from '@/lib/diagnostic';
import { detectionOf, type Predicate, type Rule } from '@/lib/sigma';
import { nearest } from '@/lib/sigma/nearest';
import type { Mappings } from './mapping/mapping';

/** Field names resemble each other: `AccessList` is not a misspelt `AccessMask`. */
const MAX_TYPOS = 2;
/** A rule with more unknown fields is not one with typing errors. */
const MAX_UNKNOWN = 50;

/**
 * Fields that no mapping of the rule's log source names, on any target, although a known field has
 * nearly the same name, so they are probably misspelt. Reports nothing for a log source without a
 * mapping or a field unlike all known ones. Code: `translate/unknown-field`; spans lie in the rule's text.
 */
export function unknownFields(rule: Rule, mappings: Mappings): Diagnostic[] {
  const detection = detectionOf(rule);
  if (!detection) return [];
  const { product, category, service } = detection.logsource;
  const known = new Set(
    mappings.all
      .filter(
        ({ logsource }) =>
          logsource.product === product &&
          logsource.category === category &&
          logsource.service === service,
      )
      .flatMap(({ variants }) => variants.flatMap(({ named }) => [...named.keys()])),
  );
  if (known.size === 0) return [];
  const seen = new Set<string>();
  return testsOf(detection.predicate).flatMap(({ field, origin }): Diagnostic[] => {
    if (field === null || known.has(field) || seen.has(field)) return [];
    seen.add(field);
    if (seen.size > MAX_UNKNOWN) return [];
    const meant = nearest(field, known, field.length > 8 ? MAX_TYPOS : 1);
    if (!meant) return [];
    return [
      {
        severity: 'warning',
        code: 'translate/unknown-field',
        message: `The field ${field} is not known for this log source`,
        span: origin.span,
        hint: `Did you mean ${meant}?`,
      },
    ];
  });
}

type FieldTest = Extract<Predicate, { kind: 'test' }>;

function testsOf(predicate: Predicate): FieldTest[] {
  switch (predicate.kind) {
    case 'test':
      return [predicate];
    case 'not':
      return testsOf(predicate.of);
    default:
      return predicate.of.flatMap(testsOf);
  }
}
