import { TARGETS, type Target } from '@/lib/target';
import type { DeployFormat } from './types';

/** The targets whose queries a format is meant for. */
export function formatTargets(format: DeployFormat): readonly Target[] {
  if (format === 'kql') return TARGETS;
  return format === 'defender-json' ? ['defender-xdr'] : ['sentinel'];
}
