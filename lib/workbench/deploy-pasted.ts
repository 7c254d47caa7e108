import { type Attack, namedByTags } from '@/lib/attack';
import { makeDeployable } from '@/lib/deploy/deployable';
import { inEveryFormat } from '@/lib/deploy/render';
import { nameOf } from '@/lib/deploy/rendered-file';
import type { Deployable } from '@/lib/deploy/types';
import type { DeployTools } from '@/lib/deploy-tools';
import { enrich } from '@/lib/enrich';
import { highlight, languageOf } from '@/lib/highlight';
import type { ReadQueryFacts } from '@/lib/kql/query-facts';
import type { Rule } from '@/lib/sigma';
import type { Translation } from '@/lib/translate';
import type { DeployAnswer, DeployFacts, DeployRequest } from './types';

interface Deploying {
  readonly tools: DeployTools;
  readonly attack: Attack;
  readonly queryFacts: ReadQueryFacts;
}

/** A pasted rule's own query for a target in the formats that a rule's page offers. */
export async function deployPasted(
  rule: Rule,
  translation: Translation,
  wanted: DeployRequest['format'],
  { tools: { knowledge, renderers }, attack, queryFacts }: Deploying,
): Promise<DeployAnswer> {
  const { target, kql, table } = translation;
  const { techniques, tactics } = namedByTags(attack, rule.tags);
  const { triage } = enrich({ rule, translations: [translation], evidence: [], attack });
  const made = makeDeployable(
    {
      ...rule,
      // Rules without an id must not share one, or the second would replace the first.
      id: rule.id || rule.title,
      licence: { name: rule.license ?? 'not stated', url: null },
      url: null,
      tactics,
      techniques,
      triage: triage.map(({ text }) => text),
      changes: 0,
      timespan: rule.kind === 'correlation' ? rule.correlation.timespan : 0,
    },
    {
      ...translation,
      facts: kql === null ? null : queryFacts(kql, target, table),
      isAlternative: false,
    },
    knowledge,
  );
  const renderings = inEveryFormat(renderers, knowledge, made);
  const shown =
    renderings.find(({ format }) => format === wanted) ??
    renderings.find(({ files }) => files.length > 0) ??
    renderings[0];
  return {
    formats: renderings.map(({ files, ...offered }) => ({
      ...offered,
      refused: files.length === 0,
    })),
    shown: shown?.format ?? 'kql',
    files: await Promise.all(
      (shown?.files ?? []).map(async (file) => ({
        ...file,
        lines: await highlight(file.text.trimEnd(), languageOf(nameOf(file))),
      })),
    ),
    facts: made.deployable && factsOf(made.deployable),
  };
}

function factsOf(deployable: Deployable): DeployFacts {
  const { schedule, entities, graphEntities, connectors, version, notNearRealTime, isHunting } =
    deployable;
  return { schedule, entities, graphEntities, connectors, version, notNearRealTime, isHunting };
}
