import type { DeployLimits, RenderedFile } from '../types';
import { armTemplate } from './arm-template';

/** A template, and the paths of the files whose resources it has. */
interface Bundle {
  readonly file: RenderedFile;
  readonly parts: readonly string[];
}

/** The resources of ARM templates in as few templates as the limits of size and number allow, in order. */
export function armBundle(files: readonly RenderedFile[], limits: DeployLimits): readonly Bundle[] {
  const envelope = armTemplate([]).length;
  const groups: RenderedFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const size = Buffer.byteLength(file.text);
    const last = groups.at(-1);
    const fits =
      last &&
      last.length < limits.templateResources &&
      bytes + size <= limits.templateBytes - envelope;
    if (fits) last.push(file);
    else groups.push([file]);
    bytes = fits ? bytes + size : size;
  }
  const folder = files[0]?.path.replace(/[^/]*$/, '') ?? '';
  return groups.map((group, at) => ({
    file: {
      path: `${folder}${groups.length === 1 ? 'rules.json' : `rules-${at + 1}.json`}`,
      text: armTemplate(group.flatMap(({ text }) => JSON.parse(text).resources)),
    },
    parts: group.map(({ path }) => path),
  }));
}
