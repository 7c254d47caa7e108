import type { DeployLimits, RenderedFile, Renderer } from '../types';
import { customDetection } from './custom-detection';
import { POST_DETECTIONS } from './post-detections';

/**
 * Writes a deployable as the body of a custom detection, with a PowerShell file, the same for every rule,
 * that posts the bodies beside it.
 */
export function defenderJson(limits: DeployLimits): Renderer {
  return (deployable) => {
    const format = 'defender-json';
    const { body, losses } = customDetection(deployable, limits);
    if (!body) return { format, files: [], losses };
    const files: RenderedFile[] = [
      { path: `${deployable.id}.json`, text: asciiJson(body) },
      { path: 'Post-CustomDetections.ps1', text: POST_DETECTIONS, isShared: true },
    ];
    return { format, files, losses };
  };
}

/** JSON in ASCII, which arrives unchanged whatever encoding the sender assumes. */
function asciiJson(value: object): string {
  const json = JSON.stringify(value, null, 2);
  const escaped = json.replace(
    /[^\n -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${escaped}\n`;
}
