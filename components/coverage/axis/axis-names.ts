import type { Axis } from '@/lib/catalog/axes';

export const AXIS_NAME = {
  platform: 'Platform',
  table: 'Table',
  component: 'Data component',
  strategy: 'Detection strategy',
} as const satisfies Record<Axis, string>;

/** How rules are counted along each axis. */
export const AXIS_TEXT = {
  platform:
    'Of the techniques that ATT&CK knows on a platform, those that a rule for this platform’s logs names. A rule without a product counts for each.',
  table: 'Techniques of the rules that have a query on a table. A rule can count for several.',
  component:
    'Of the techniques that ATT&CK says a data component shows, those that a rule names, whatever log it reads. Those with most techniques left come first.',
  strategy:
    'Of the techniques that a detection strategy of ATT&CK finds, those that a rule names, whatever log it reads. Strategies without a rule come first.',
} as const satisfies Record<Axis, string>;
