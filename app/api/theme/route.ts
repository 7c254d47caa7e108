import { backTo } from '../back-to';

const YEAR = 365 * 24 * 3600;

/** Remembers the theme; a form without JavaScript names none and means the other one. */
export async function POST(request: Request) {
  const asked = (await request.formData()).get('theme');
  const before = /(?:^|;\s*)theme=(dark|light)/.exec(request.headers.get('cookie') ?? '')?.[1];
  const theme =
    asked === 'dark' || asked === 'light' ? asked : before === 'dark' ? 'light' : 'dark';
  const response = asked ? new Response(null, { status: 204 }) : backTo(request);
  response.headers.append('Set-Cookie', `theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax`);
  return response;
}
