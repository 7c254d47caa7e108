import type { CodeText } from './code-text';

/**
 * Problems that a sync finds in its source. A refused file is an error if it could be a rule or a sample, and a
 * warning otherwise.
 */
export const SYNC_CODES = {
  'ingest/path-traversal': {
    meaning: 'An entry of the archive has a path that leads out of it. Watchfloor skips the entry.',
    remedy: 'Do not trust the archive. Check where it comes from.',
  },
  'ingest/link': {
    meaning: 'A file of the source is a link. Watchfloor does not follow links.',
    remedy: 'Replace the link with the file.',
  },
  'ingest/not-a-file': {
    meaning: 'An entry of the source is neither a file nor a folder. Watchfloor skips the entry.',
    remedy: 'Leave the entry out of the source.',
  },
  'ingest/too-deep': {
    meaning: 'A file is nested in more folders than a sync descends into. Watchfloor skips it.',
    remedy: 'Move the file up.',
  },
  'ingest/file-too-large': {
    severity: 'error',
    meaning: 'A file is larger than a sync reads. Watchfloor skips it.',
    remedy: 'Split the file.',
  },
  'ingest/unreadable-file': {
    meaning: 'The operating system refuses to read a file. Watchfloor skips it.',
    remedy: 'Check the permissions of the file.',
  },
  'ingest/not-utf8': {
    meaning: 'A file is not UTF-8 text. It is an error for a rule and a warning for a sample.',
    remedy: 'Save the file as UTF-8.',
  },
  'ingest/no-id': {
    severity: 'warning',
    meaning:
      'A rule has no `id`, one that is too long, or one that no address can have (`.`, `..`). The catalog keeps it under an id that it makes from the path of the file.',
    remedy: 'Give the rule a random UUID. Without one it becomes another rule when its file moves.',
  },
  'ingest/duplicate-id': {
    severity: 'warning',
    meaning:
      'Two rules have the same `id`. The first keeps it, and the catalog has the other one under an id that it makes from the path of the file.',
    remedy: 'Give the other rule a UUID of its own.',
  },
  'ingest/source-left-out': {
    severity: 'error',
    meaning:
      'One of several sources could not be read, or would lose too many of its rules. The catalog keeps its rules as they are, and mirrors the others.',
    remedy:
      'Follow the hint of the issue. The next sync tries the source again; `npm run ingest -- --accept-removals` allows removals.',
  },
  'ingest/not-a-filter': {
    severity: 'error',
    meaning:
      'A file in `TUNING_DIR` is not a Sigma filter that can be read, so it changes nothing.',
    remedy: 'Write a Sigma filter. Put rules of your own in a folder and name it in `SYNC_SOURCE`.',
  },
  'ingest/tuned-rule-changed': {
    severity: 'warning',
    meaning: 'A rule to which one of your filters applies has changed upstream.',
    remedy: 'Check on the rule’s page that your exclusions still mean what you want.',
  },
  'ingest/kept': {
    severity: 'info',
    meaning:
      'The current version of a rule cannot be read, so the catalog keeps the last version that could be.',
    remedy: 'Correct the rule. Another issue of the same file gives the reason.',
  },
  'ingest/unknown-tag': {
    severity: 'warning',
    meaning:
      'A tag names a technique, tactic, group or software that this version of ATT&CK does not have.',
    remedy: 'Correct the tag, or sync with a newer version of ATT&CK.',
  },
  'ingest/attack-not-fetched': {
    severity: 'warning',
    meaning:
      'The ATT&CK bundle cannot be downloaded. The sync uses the last copy, or the built-in ATT&CK data.',
    remedy: 'Check the connection and sync again, or pass the bundle’s file with `--attack`.',
  },
  'ingest/bad-sample': {
    severity: 'warning',
    meaning: 'A sample of events cannot be read in full, so the proof of its rule lacks events.',
    remedy: 'Correct the sample.',
  },
  'ingest/translator-failed': {
    severity: 'error',
    meaning: 'The translator failed on a rule. This is a defect in Watchfloor.',
    remedy: 'Report it, with the rule.',
  },
  'ingest/step-failed': {
    severity: 'error',
    meaning:
      'A step failed on one rule. The rule keeps its previous results, or has none yet. This is a defect in Watchfloor.',
    remedy:
      'Report it, with the rule. Watchfloor tries again when the source or its own version changes.',
  },
  'ingest/rule-stopped': {
    meaning:
      'A step of a rule took longer than the limit, or failed, so the sync went on without it. It is an error where the rule has no query because of it, and a warning where the query is not proven.',
    remedy:
      'Shorten the rule: fewer values and wildcards. If the rule is short, report it. The next sync with changes tries a rule that took too long again; `SYNC_RULE_LIMIT` sets the limit.',
  },
  'ingest/query-refused': {
    severity: 'error',
    meaning:
      'Microsoft’s parser rejects a query, so the catalog does not offer it. This is a defect in Watchfloor or in a mapping.',
    remedy: 'Report it, with the rule.',
  },
} as const satisfies Record<`ingest/${string}`, CodeText>;
