import { ImageResponse } from 'next/og';
import { PREVIEW_SIZE, PreviewImage } from '@/components/rule/preview-image';
import type { QueryChoice } from '@/lib/catalog/query-choice';
import type { RuleDetail } from '@/lib/catalog/rule';
import { previewFonts } from './fonts';

/** The picture of a rule as a PNG. */
export async function drawPreview(rule: RuleDetail, choice: QueryChoice | null): Promise<Response> {
  return new ImageResponse(<PreviewImage rule={rule} choice={choice} />, {
    ...PREVIEW_SIZE,
    fonts: await previewFonts(),
    headers: { 'Cache-Control': 'private, no-cache' },
  });
}
