import { Icon } from '@/components/ui/icon';

/** Who is signed in, which `showAccount` fills in because the page is the same for everyone, and how to sign out. */
export function AccountMenu({ canSignOut }: { canSignOut: boolean }) {
  return (
    <details name="menu" className="menu account" data-account="">
      <summary className="button" data-kind="quiet">
        <Icon name="person" />
        <span className="account-name sr-only lg:not-sr-only" data-account-name="">
          Account
        </span>
      </summary>
      <div className="menu-panel">
        <p>
          <a href="/signed-in" data-account-link="">
            Who is signed in?
          </a>
        </p>
        {canSignOut ? (
          <form action="/sign-out" method="post">
            <button type="submit" className="button">
              Sign out
            </button>
          </form>
        ) : null}
      </div>
    </details>
  );
}
