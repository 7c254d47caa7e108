import type { z } from 'zod';
import { ruleDeployables } from '@/lib/catalog/deploy/deployables';
import { inEveryFormat, type NamedRendering } from '@/lib/deploy/render';
import { nameOf, ownFiles } from '@/lib/deploy/rendered-file';
import type { Deployable } from '@/lib/deploy/types';
import { deployTools } from '@/lib/deploy-tools';
import { mutable } from './mutable';
import type { deployable } from './rule-schema';

type Told = z.input<typeof deployable>;

/** A rule's queries as detections, with the files that each format has and what it loses. */
export async function tellDeployables(id: string, origin: string): Promise<Told[]> {
  const { knowledge, renderers } = deployTools();
  const rule = await ruleDeployables(id, knowledge);
  return (rule?.deployables ?? [])
    .filter(({ table }) => table !== null)
    .map(({ target, table, isAlternative, made }) => {
      const query = { target, ...(isAlternative && table !== null && { table }) };
      const address = (more: Record<string, string>) =>
        `${origin}/rules/${encodeURIComponent(id)}/deploy?${new URLSearchParams({ ...query, ...more })}`;
      return {
        target,
        table,
        refused: made.refused?.message ?? null,
        detection: made.deployable && detectionOf(made.deployable),
        formats: inEveryFormat(renderers, knowledge, made).map((one) => formatOf(one, address)),
      };
    });
}

function formatOf(
  { format, files, losses }: NamedRendering,
  address: (more: Record<string, string>) => string,
): Told['formats'][number] {
  return {
    format,
    files: ownFiles(files).map((file) => {
      const name = nameOf(file);
      return { name, url: address({ format, file: name }) };
    }),
    losses: losses.map(({ field, effect, message }) => ({ field, effect, message })),
  };
}

function detectionOf(made: Deployable): NonNullable<Told['detection']> {
  const { id, name, severity, isHunting, threshold, alertTitle, version } = made;
  const { tactics, techniques, schedule, entities, customDetails } = made;
  return {
    ...{ id, name, severity, isHunting, threshold, alertTitle, version },
    ...mutable({ tactics, schedule, entities, customDetails }),
    techniques: techniques.map((one) => one.id),
  };
}
