import { backTo } from '../back-to';

const YEAR = 365 * 24 * 3600;

/** Saves the theme. Without JavaScript the form sends none, and the theme switches to the other one. */
export async function POST(request: Request) {
  const chosen = (await request.formData()).get('theme');
  const before = /(?:^|;\s*)theme=(dark|light)/.exec(request.headers.get('cookie') ?? '')?.[1];
  const theme =
    chosen === 'dark' || chosen === 'light' ? chosen : before === 'dark' ? 'light' : 'dark';
  const response = chosen ? new Response(null, { status: 204 }) : backTo(request);
  response.headers.append('Set-Cookie', `theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax`);
  return response;
}
