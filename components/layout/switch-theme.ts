/** Switches the theme at once, and has the server save the choice. */
export function switchTheme(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.themeSwitch === undefined) return;
    event.preventDefault();
    const { dataset } = document.documentElement;
    const isDark = dataset.theme
      ? dataset.theme === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
    dataset.theme = isDark ? 'light' : 'dark';
    void fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams({ theme: dataset.theme }),
    });
  });
}
