import { ScrollBox } from '@/components/ui/scroll-box';
import { StrangerText } from '@/components/ui/stranger-text';
import type { SyncSummary } from '@/lib/catalog/status';

type Slowest = NonNullable<SyncSummary['slowest']>;

const STEP_NAME: Readonly<Record<Slowest[number]['step'], string>> = {
  translate: 'translation',
  check: 'check by Microsoft’s parser',
  prove: 'run on events',
};

/** The steps of rules that took the last sync longest. */
export function Slowest({ slowest }: { slowest: Slowest }) {
  return (
    <ScrollBox label="Table of the slowest steps">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Step</th>
            <th scope="col" className="num">
              Seconds
            </th>
          </tr>
        </thead>
        <tbody>
          {slowest.map(({ path, step, milliseconds }) => (
            <tr key={`${step} ${path}`}>
              <td className="min-w-48">
                <StrangerText text={path} kind="path" breaks />
              </td>
              <td>{STEP_NAME[step]}</td>
              <td className="num">{(milliseconds / 1000).toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
