export interface Licence {
  readonly name: string;
  readonly url: string | null;
}

const DRL: Licence = {
  name: 'Detection Rule License 1.1',
  url: 'https://github.com/SigmaHQ/Detection-Rule-License/blob/main/LICENSE.Detection.Rules.md',
};

/** Nobody states a licence, so none is claimed. */
const NOT_STATED: Licence = { name: 'not stated', url: null };

/** The licence that a rule states, else that of its source, else none. */
export function licenceOf(
  stated: string | null,
  source: { readonly licence: string | null; readonly licenceUrl: string | null } | null,
): Licence {
  if (stated !== null) return /^DRL/i.test(stated) ? DRL : { name: stated, url: null };
  return source?.licence ? { name: source.licence, url: source.licenceUrl } : NOT_STATED;
}
