export interface Licence {
  readonly name: string;
  readonly url: string | null;
}

const DRL: Licence = {
  name: 'Detection Rule License 1.1',
  url: 'https://github.com/SigmaHQ/Detection-Rule-License/blob/main/LICENSE.Detection.Rules.md',
};

/** The licence that a rule states. Without a statement, SigmaHQ's Detection Rule License applies. */
export function licenceOf(stated: string | null): Licence {
  return stated === null || /^DRL/i.test(stated) ? DRL : { name: stated, url: null };
}
