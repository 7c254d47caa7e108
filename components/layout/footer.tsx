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
          © 2025 The MITRE Corporation. This work is reproduced and distributed with the permission
          of The MITRE Corporation. ATT&amp;CK® is a registered trademark of{' '}
          <a
            href="https://attack.mitre.org/resources/legal-and-branding/terms-of-use/"
            rel="noreferrer"
          >
            The MITRE Corporation
          </a>
          .
        </p>
        <p>
          Translated queries are to be validated in your own workspace before they alert anyone.
          Microsoft Sentinel and Microsoft Defender are Microsoft’s trademarks.
        </p>
      </div>
    </footer>
  );
}
