import { contentTexts } from './content';
import type { DeployKnowledge } from './deploy/knowledge';
import { loadDeployKnowledge } from './deploy/load-knowledge';
import { createRenderers, type Renderers } from './deploy/render';

/** What writes rules as detections. */
export interface DeployTools {
  readonly knowledge: DeployKnowledge;
  readonly renderers: Renderers;
}

/** What is known about deploying. Throws an Error that lists every problem in the files. */
export function readDeployKnowledge(content?: string): DeployKnowledge {
  return loadDeployKnowledge({
    entities: contentTexts('entities', { content }),
    deploy: contentTexts('deploy', { content }),
  });
}

let tools: DeployTools | null = null;

/** The tools with the repository's knowledge, which is read once. */
export function deployTools(): DeployTools {
  if (!tools) {
    const knowledge = readDeployKnowledge();
    tools = { knowledge, renderers: createRenderers(knowledge) };
  }
  return tools;
}
