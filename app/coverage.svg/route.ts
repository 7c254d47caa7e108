import { coveragePicture } from '@/app/coverage/coverage-picture';

/** The filtered matrix as a picture that can be scaled. */
export async function GET(request: Request): Promise<Response> {
  const { svg } = await coveragePicture(request);
  return new Response(svg, {
    headers: {
      'Content-Type': 'image/svg+xml; charset=utf-8',
      'Content-Disposition': 'inline; filename="watchfloor-coverage.svg"',
    },
  });
}
