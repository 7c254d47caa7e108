import { type CoverageView, coverageHref } from './coverage-href';

const FILES = [
  ['.png', '', 'PNG', 'a picture 1,600 pixels wide'],
  ['.png', 'a4', 'PNG for A4', 'a page on its side, 200 dots an inch'],
  ['.svg', '', 'SVG', 'a picture that can be scaled'],
  ['.csv', '', 'CSV', 'one row for each technique, for a spreadsheet'],
  ['/layer.json', '', 'Navigator layer', 'for MITRE’s ATT&CK Navigator'],
] as const;

/** The matrix of the page’s filters as files. */
export function CoverageDownloads({ view }: { view: CoverageView }) {
  const whole = { ...view, only: [], marked: null };
  return (
    <details name="menu" className="menu">
      <summary className="button" data-kind="quiet">
        Download ▾
      </summary>
      <div className="menu-panel">
        <ul>
          {FILES.map(([file, paper, name, what]) => {
            const href = coverageHref(whole, `/coverage${file}`);
            const sign = href.includes('?') ? '&' : '?';
            return (
              <li key={name}>
                <a href={paper ? `${href}${sign}paper=${paper}` : href} download rel="nofollow">
                  {name}
                </a>{' '}
                <span className="text-muted text-xs">{what}</span>
              </li>
            );
          })}
        </ul>
      </div>
    </details>
  );
}
