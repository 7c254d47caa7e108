import { strangerText } from '@/components/behaviour/element';
import { siteAddress } from '@/components/ui/site-address';

/** Says who is signed in, where people sign in. A page that a browser has kept shows nothing after the end of a session. */
export function showAccount(): void {
  const place = document.querySelector('[data-account-name]');
  const link = document.querySelector('[data-account-link]');
  if (!place || !link) return;
  const show = async () => {
    const name = await signedIn();
    if (typeof name !== 'string') return name;
    place.replaceChildren(strangerText(name, 'word'));
    link.replaceChildren('Signed in as ', strangerText(name, 'word'));
    return name;
  };
  window.addEventListener('pageshow', async ({ persisted }) => {
    if (persisted && (await show()) === false) location.reload();
  });
  void show();
}

/** The name of who is signed in; false if nobody is, null if the server does not say. */
async function signedIn(): Promise<string | false | null> {
  try {
    const response = await fetch(siteAddress('/api/signed-in'));
    if (response.status === 401) return false;
    if (!response.ok) return null;
    const { name }: { name: string } = await response.json();
    return name;
  } catch (error) {
    console.warn('who is signed in cannot be read', error);
    return null;
  }
}
