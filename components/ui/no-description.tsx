import { ExternalLink } from './external-link';

/** In place of a technique's description that ATT&CK's loaded file does not have: where it is. */
export function NoDescription({ url }: { url: string }) {
  return (
    <p className="note note-info my-1 max-w-3xl text-sm">
      The ATT&amp;CK version of this catalog has no text on this technique; it may be older than the
      technique. <ExternalLink href={url}>Read it at MITRE</ExternalLink>.
    </p>
  );
}
