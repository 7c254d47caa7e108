import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Behaviour } from '@/components/behaviour/behaviour';
import { EARLY_DISPLAY } from '@/components/feed/display-choices';
import { Footer } from '@/components/layout/footer';
import { Header } from '@/components/layout/header';
import { SyncBanner } from '@/components/layout/sync-banner';
import { IconSheet } from '@/components/ui/icon';
import { ATTACK_NOTICE, ATTACK_TERMS } from '@/lib/attack/notice';
import { getLastSync } from '@/lib/catalog/last-sync';
import { catalogProblem } from '@/lib/catalog/watch-catalog';
import { PATH_HEADER } from '@/lib/web/path-header';
import { signInMode } from '@/lib/web/settings';
import { mono, sans, sansExtended } from './fonts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Watchfloor', template: '%s · Watchfloor' },
  description:
    'SigmaHQ detection rules as KQL for Microsoft Sentinel and Defender XDR, with evidence for each query.',
};

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafaf9' },
    { media: '(prefers-color-scheme: dark)', color: '#101214' },
  ],
};

/** What the development server has put into the policy for the page's own scripts (proxy.ts). */
function developmentNonce(sent: Headers): string | undefined {
  if (process.env.NODE_ENV !== 'development') return undefined;
  return /'nonce-([^']+)'/.exec(sent.get('Content-Security-Policy') ?? '')?.[1];
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const isUsable = (await catalogProblem()) === null;
  const [jar, sent, sync] = await Promise.all([
    cookies(),
    headers(),
    isUsable ? getLastSync() : null,
  ]);
  const theme = jar.get('theme')?.value;
  const mode = signInMode();
  return (
    <html
      lang="en"
      data-theme={theme === 'dark' || theme === 'light' ? theme : undefined}
      className={`${sans.variable} ${sansExtended.variable} ${mono.variable}`}
      suppressHydrationWarning
    >
      <body className="flex min-h-dvh flex-col">
        <script
          nonce={developmentNonce(sent)}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this program
          dangerouslySetInnerHTML={{ __html: EARLY_DISPLAY }}
        />
        <a href="#main" className="skip z-30 bg-accent px-3 py-2 text-on-accent">
          Skip to content
        </a>
        <IconSheet />
        <Header
          path={sent.get(PATH_HEADER) ?? ''}
          account={mode === 'off' ? null : { canSignOut: mode === 'oidc' }}
        />
        {isUsable ? <SyncBanner sync={sync} /> : null}
        <main id="main" tabIndex={-1} className="outline-none">
          {children}
        </main>
        <Footer attack={{ notice: ATTACK_NOTICE, termsUrl: ATTACK_TERMS }} />
        <Behaviour />
      </body>
    </html>
  );
}
