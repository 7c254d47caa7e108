import { coveragePicture } from '@/app/coverage/coverage-picture';
import { drawPng } from '@/components/coverage/picture/draw-png';

/** In pixels: `screen` as it is drawn, `a4` at 200 dots an inch. */
const WIDTH = { screen: 1600, a4: 2339 };

/** The filtered matrix as a picture for slides and tickets. */
export async function GET(request: Request): Promise<Response> {
  const { svg, paper } = await coveragePicture(request);
  return new Response(await drawPng(svg, WIDTH[paper]), {
    headers: {
      'Content-Type': 'image/png',
      'Content-Disposition': 'inline; filename="watchfloor-coverage.png"',
    },
  });
}
