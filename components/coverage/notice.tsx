import { ATTACK_NOTICE, ATTACK_TERMS } from '@/lib/attack/notice';

/** MITRE's notice, which goes wherever ATT&CK is shown, and what a shaded cell does not promise. */
export function AttackNotice({
  version,
  matrix = false,
}: {
  version: string | null;
  matrix?: boolean;
}) {
  return (
    <p className="prose max-w-prose text-faint text-xs">
      MITRE ATT&amp;CK{version ? ` ${version}` : ''}. {ATTACK_NOTICE}{' '}
      <a href={ATTACK_TERMS} rel="noreferrer">
        Terms of use
      </a>
      .
      {matrix
        ? ' A shaded cell says that there are rules for a technique, not that every way of using it is seen: ATT&CK does not list all behaviour, and no count makes coverage complete.'
        : ''}
    </p>
  );
}
