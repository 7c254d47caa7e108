import type { CodeText } from './code-text';

/** What reading an ATT&CK bundle finds. */
export const ATTACK_CODES = {
  'attack/not-a-bundle': {
    severity: 'error',
    meaning: 'The file is not a STIX bundle. Watchfloor uses its built-in ATT&CK data.',
    remedy: 'Use the `enterprise-attack.json` that MITRE publishes.',
  },
  'attack/empty-bundle': {
    severity: 'error',
    meaning:
      'The bundle has no tactics or no techniques of Enterprise ATT&CK. Watchfloor uses its built-in ATT&CK data.',
    remedy: 'Use the `enterprise-attack.json` that MITRE publishes.',
  },
  'attack/bad-object': {
    severity: 'warning',
    meaning: 'The bundle contains objects that cannot be read. Watchfloor skips them.',
    remedy: 'Download the bundle again, or report the defect to its publisher.',
  },
  'attack/texts-from-bundle': {
    severity: 'info',
    meaning:
      'The bundle is older than the built-in ATT&CK data. Names and tactics come from the built-in data, and descriptions from the bundle.',
    remedy: 'Nothing. A newer bundle describes more techniques.',
  },
} as const satisfies Record<`attack/${string}`, CodeText>;
