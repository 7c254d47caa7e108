/** Where a query runs: a Sentinel workspace (with ASIM parsers or on its tables), or advanced hunting. */
export const TARGETS = ['sentinel-asim', 'sentinel', 'defender-xdr'] as const;
export type Target = (typeof TARGETS)[number];

/** What a person calls a target. */
export const TARGET_NAME = {
  'sentinel-asim': 'Sentinel ASIM',
  sentinel: 'Sentinel tables',
  'defender-xdr': 'Defender XDR',
} as const satisfies Record<Target, string>;
