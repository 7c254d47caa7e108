import { AsideSection } from '@/components/ui/aside-section';
import type { DeployWay } from '@/lib/deploy/knowledge';
import type { DeployFormat } from '@/lib/deploy/types';

/** Chooses the format of the bundle, and downloads it. */
export function BundleForm({
  rules,
  ways,
}: {
  /** As the address names them. */
  rules: string;
  ways: readonly (readonly [DeployFormat, DeployWay])[];
}) {
  return (
    <AsideSection id="bundle" title="Bundle">
      <form action="/selection/bundle" className="space-y-2">
        <input type="hidden" name="rules" value={rules} />
        <fieldset className="space-y-1.5">
          <legend className="sr-only">Format</legend>
          {ways.map(([format, { name, what }], at) => (
            <label key={format} className="flex items-baseline gap-2">
              <input type="radio" name="format" value={format} defaultChecked={at === 1} />
              <span>
                {name} <span className="block text-muted text-xs">{what}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <button type="submit" className="button h-8" data-kind="primary">
          Download the bundle
        </button>
        <p className="text-muted text-xs">
          A zip with one file a rule, a README with the two commands that deploy it, and a manifest
          of every licence, loss and refusal. Everything lands disabled.
        </p>
      </form>
    </AsideSection>
  );
}
