import { countOf } from '@/components/ui/count';

/** Selects the rules of a list: those that the page shows, or all of them on the page of the selection. */
export function SelectMenu({
  shown,
  total,
  hrefOfAll,
}: {
  /** How many rules the page shows. */
  shown: number;
  /** How many the list has. */
  total: number;
  /** The selection of the whole list. */
  hrefOfAll: string;
}) {
  return (
    <details name="menu" className="menu">
      <summary className="button" data-kind="quiet">
        Select ▾
      </summary>
      <div className="menu-panel select-menu">
        <label className="option with-script">
          <input type="checkbox" className="select-box" data-select-shown="" />
          The {countOf(shown, 'rule')} on this page
        </label>
        <a href={hrefOfAll} rel="nofollow">
          All {countOf(total, 'rule')} of this list
        </a>
        <p className="text-faint text-xs">
          A selection is one bundle that deploys. One rule: its box, or <kbd>x</kbd>.
        </p>
      </div>
    </details>
  );
}
