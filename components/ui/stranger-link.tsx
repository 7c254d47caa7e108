import { readWebAddress } from '@/lib/text/web-address';
import { ExternalLink } from './external-link';
import { StrangerText } from './stranger-text';

/** An address that a stranger wrote, as a link that shows its real host; anything else as text. */
export function StrangerLink({ text }: { text: string }) {
  const address = readWebAddress(text);
  if (!address) return <StrangerText text={text} kind="sentence" />;
  const { host, rest, user } = address;
  return (
    <>
      <ExternalLink href={text}>
        <StrangerText text={`${host.replace(/^www\./, '')}${rest}`} kind="path" breaks />
      </ExternalLink>
      {user === null ? null : (
        <span className="text-warn text-xs">
          {' '}
          written with the user name <StrangerText text={user} kind="word" /> before the host
        </span>
      )}
    </>
  );
}
