import { ruleVocabulary } from '@/lib/workbench/rule-vocabulary';

/** What the editor of the translate page completes. */
export function GET() {
  return Response.json(ruleVocabulary(), { headers: { 'Cache-Control': 'max-age=3600' } });
}
