import type { Renderer } from '../types';
import { fileStem } from './file-stem';
import { lossesOf } from './fit-analytics-rule';

/** The query alone, with author, licence and source above it. It carries nothing else of the rule. */
export const renderKql: Renderer = (deployable) => ({
  format: 'kql',
  files: [
    { path: `${fileStem(deployable)}.kql`, text: `${deployable.header}${deployable.query}\n` },
  ],
  losses: lossesOf(
    'kql',
    deployable.losses
      .filter(({ field }) => field === 'query')
      .map((loss) => ({ ...loss, effect: 'changed' })),
  ),
});
