/** Opens the saved views of the feed, which `openViews` fills in. */
export function SavedViewsMenu() {
  return (
    <details id="views" name="menu" className="menu with-script">
      <summary className="button h-8">Views ▾</summary>
    </details>
  );
}
