import type { EventRecord } from '../types';

/*
 * The ActionTypes of application control, code integrity and exploit protection, by the event that they come
 * from, as a public map and Microsoft's App Control Wizard have them.
 */

const ACTIONS: readonly (readonly [channel: string, actions: ReadonlyMap<number, string>])[] = [
  [
    'Microsoft-Windows-AppLocker/',
    new Map([
      [8003, 'AppControlExecutableAudited'],
      [8004, 'AppControlExecutableBlocked'],
      [8006, 'AppControlScriptAudited'],
      [8007, 'AppControlScriptBlocked'],
      [8021, 'AppControlPackagedAppAudited'],
      [8022, 'AppControlPackagedAppBlocked'],
      [8024, 'AppControlAppInstallationAudited'],
      [8025, 'AppControlAppInstallationBlocked'],
      [8028, 'AppControlCIScriptAudited'],
      [8029, 'AppControlCIScriptBlocked'],
    ]),
  ],
  [
    'Microsoft-Windows-CodeIntegrity/',
    new Map([
      [3023, 'AppControlCodeIntegrityDriverRevoked'],
      [3036, 'AppControlCodeIntegrityImageRevoked'],
      [3076, 'AppControlCodeIntegrityPolicyAudited'],
      [3077, 'AppControlCodeIntegrityPolicyBlocked'],
      [3089, 'AppControlCodeIntegritySigningInformation'],
    ]),
  ],
  [
    'Microsoft-Windows-Security-Mitigations/',
    new Map([
      [11, 'ExploitGuardNonMicrosoftSignedAudited'],
      [12, 'ExploitGuardNonMicrosoftSignedBlocked'],
    ]),
  ],
];

/** Defender's action for an event of these logs, or undefined. */
export function controlAction({ channel, eventId }: EventRecord): string | undefined {
  return ACTIONS.find(([start]) => channel.startsWith(start))?.[1].get(eventId);
}
