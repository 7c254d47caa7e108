const SITE = 'https://attack.mitre.org';

const FOLDERS = new Map(
  Object.entries<string>({
    TA: 'tactics',
    T: 'techniques',
    G: 'groups',
    S: 'software',
    C: 'campaigns',
    M: 'mitigations',
    DS: 'datasources',
    DC: 'datacomponents',
    DET: 'detectionstrategies',
  }),
);

/** Where MITRE publishes an object: `T1059.003` → `…/techniques/T1059/003`. */
export function attackUrl(id: string): string {
  const folder = FOLDERS.get(/^[A-Z]+/.exec(id)?.[0] ?? '');
  return folder ? `${SITE}/${folder}/${id.replace('.', '/')}` : SITE;
}
