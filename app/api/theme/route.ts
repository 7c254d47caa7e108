import { secureAttribute } from '@/lib/web/origin';
import { refuse } from '@/lib/web/refuse';
import { webSettings } from '@/lib/web/settings';
import { backTo } from '../back-to';
import { readForm } from '../read-form';

const YEAR = 365 * 24 * 3600;

/** Saves the theme. Without JavaScript the form sends none, and the theme switches to the other one. */
export async function POST(request: Request) {
  const form = await readForm(request);
  if (form instanceof Response) return form;
  const chosen = form.get('theme');
  if (chosen !== null && chosen !== 'dark' && chosen !== 'light') {
    return refuse(request, { status: 400, reason: 'The theme is dark or light.' });
  }
  const before = /(?:^|;\s*)theme=(dark|light)/.exec(request.headers.get('cookie') ?? '')?.[1];
  const theme = chosen ?? (before === 'dark' ? 'light' : 'dark');
  const response = chosen ? new Response(null, { status: 204 }) : backTo(request);
  const secure = secureAttribute(request.headers, webSettings());
  response.headers.append(
    'Set-Cookie',
    `theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax; HttpOnly${secure}`,
  );
  return response;
}
