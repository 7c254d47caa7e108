import { ATTACK_NOTICE, ATTACK_TERMS } from '@/lib/attack/notice';

/** Whose work the catalog shows, and on which terms. */
export function Footer() {
  return (
    <footer className="mt-auto border-t py-5 text-faint text-xs">
      <div className="page grid gap-x-8 gap-y-2 md:grid-cols-3 [&_p]:max-w-prose">
        <p>
          Rules are their authors’ work, from SigmaHQ and kept under the{' '}
          <a href="https://github.com/SigmaHQ/Detection-Rule-License" rel="noreferrer">
            Detection Rule License 1.1
          </a>
          : author, source and licence travel with every rule, also as KQL.
        </p>
        <p>
          MITRE ATT&amp;CK: {ATTACK_NOTICE}{' '}
          <a href={ATTACK_TERMS} rel="noreferrer">
            Terms of use
          </a>
        </p>
        <p>
          Translated queries are to be validated in your own workspace before they alert anyone.
          Microsoft Sentinel and Microsoft Defender are Microsoft’s trademarks.
        </p>
      </div>
    </footer>
  );
}
