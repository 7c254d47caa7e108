import { contentText, contentTexts } from '@/lib/content';
import { type EnrichKnowledge, type KnowledgeTexts, loadKnowledge } from './load-knowledge';

/** The texts of `content/knowledge`. */
export function knowledgeTexts(): KnowledgeTexts {
  return {
    advice: contentTexts('knowledge/advice'),
    programs: contentTexts('knowledge/programs'),
    techniques: contentTexts('knowledge/techniques'),
    actions: contentTexts('knowledge/actions'),
    logSources: contentTexts('knowledge/log-sources'),
    techniqueWords: {
      path: 'technique-words.yml',
      text: contentText('knowledge/technique-words.yml'),
    },
    responses: { path: 'responses.yml', text: contentText('knowledge/responses.yml') },
  };
}

let current: EnrichKnowledge | null = null;

/** `content/knowledge`, read once per process. Throws an Error that names file, line and reason of each fault. */
export function currentKnowledge(): EnrichKnowledge {
  if (current) return current;
  const { knowledge, problems } = loadKnowledge(knowledgeTexts());
  if (problems.length > 0) {
    throw new Error(problems.map(({ message }) => `content/knowledge: ${message}`).join('\n'));
  }
  current = knowledge;
  return current;
}
