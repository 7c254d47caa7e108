import type { Renderer } from '../types';

/** The query alone, with author, licence and source above it. It carries nothing else of the rule. */
export const renderKql: Renderer = (deployable) => ({
  format: 'kql',
  files: [{ path: `${deployable.id}.kql`, text: `${deployable.header}${deployable.query}\n` }],
  losses: deployable.losses
    .filter(({ field }) => field === 'query')
    .map((loss) => ({ ...loss, effect: 'changed' })),
});
