export interface Licence {
  readonly name: string;
  readonly url: string | null;
}

const DRL: Licence = {
  name: 'Detection Rule License 1.1',
  url: 'https://github.com/SigmaHQ/Detection-Rule-License/blob/main/LICENSE.Detection.Rules.md',
};

/** A rule's licence by what it states; what states none is SigmaHQ's, under its own licence. */
export function licenceOf(stated: string | null): Licence {
  return stated === null || /^DRL/i.test(stated) ? DRL : { name: stated, url: null };
}
