import { modelText as schema } from '@/lib/model-text/review';
import type { ModelText } from '@/lib/model-text/types';
import { column } from './column';

export const modelText = column<ModelText>()('ModelText.text', schema);
