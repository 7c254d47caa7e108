import { currentLogSources } from './current-log-sources';

/** The products whose logs cover an ATT&CK platform; for an unknown platform, its own name. */
export function productsOfPlatform(platform: string): readonly string[] {
  return currentLogSources().productsByPlatform.get(platform) ?? [platform.toLowerCase()];
}
