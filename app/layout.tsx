import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { EARLY_DISPLAY } from '@/components/feed/display-choices';
import { Footer } from '@/components/layout/footer';
import { Header } from '@/components/layout/header';
import { StarterBanner } from '@/components/layout/starter-banner';
import { SelectionBar } from '@/components/selection/selection-bar';
import { IconSheet } from '@/components/ui/icon';
import { ATTACK_NOTICE, ATTACK_TERMS } from '@/lib/attack/notice';
import { getLastSync } from '@/lib/catalog/last-sync';
import { catalogProblem } from '@/lib/catalog/watch-catalog';
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
async function developmentNonce(): Promise<string | undefined> {
  if (process.env.NODE_ENV !== 'development') return undefined;
  return /'nonce-([^']+)'/.exec((await headers()).get('Content-Security-Policy') ?? '')?.[1];
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, sync] = await Promise.all([cookies(), catalogProblem() ? null : getLastSync()]);
  const theme = jar.get('theme')?.value;
  return (
    <html
      lang="en"
      data-theme={theme === 'dark' || theme === 'light' ? theme : undefined}
      className={`${sans.variable} ${sansExtended.variable} ${mono.variable}`}
      suppressHydrationWarning
    >
      <body className="flex min-h-dvh flex-col">
        <script
          nonce={await developmentNonce()}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this program
          dangerouslySetInnerHTML={{ __html: EARLY_DISPLAY }}
        />
        <a href="#main" className="skip z-30 bg-accent px-3 py-2 text-on-accent">
          Skip to content
        </a>
        <IconSheet />
        <Header />
        {sync?.source === 'starter' ? <StarterBanner /> : null}
        <main id="main" tabIndex={-1} className="outline-none">
          {children}
        </main>
        <SelectionBar />
        <Footer attack={{ notice: ATTACK_NOTICE, termsUrl: ATTACK_TERMS }} />
      </body>
    </html>
  );
}
