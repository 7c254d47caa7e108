import { refuse } from '@/lib/web/refuse';

/** The answer where the API has nothing. */
export function GET(request: Request) {
  return refuse(request, { status: 404, reason: 'The API has nothing at this address.' });
}
