import { currentLogSources } from './current-log-sources';

/** The products whose logs show what happens on an ATT&CK platform; unknown platforms by their name. */
export function productsOfPlatform(platform: string): readonly string[] {
  return currentLogSources().productsByPlatform.get(platform) ?? [platform.toLowerCase()];
}
