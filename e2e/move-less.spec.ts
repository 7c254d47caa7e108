import { expect, type Page, test } from '@playwright/test';
import { pressUntil } from './press-until';

/** From now on, the page keeps the names of what starts to move. */
async function watchMotion(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const moved: string[] = [];
    Object.assign(window, { moved });
    for (const kind of ['transitionrun', 'animationstart'] as const) {
      document.addEventListener(
        kind,
        ({ target }) => moved.push(`${kind} ${String(target)}`),
        true,
      );
    }
  });
}

/** What has moved, moves now, or would scroll smoothly. */
function motion(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    const roots = [document, ...all.flatMap(({ shadowRoot }) => shadowRoot ?? [])];
    return [
      ...(window as unknown as { moved: string[] }).moved,
      ...roots.flatMap((root) => root.getAnimations().map(({ playState }) => playState)),
      ...all
        .filter((element) => getComputedStyle(element).scrollBehavior === 'smooth')
        .map(({ tagName }) => `${tagName} scrolls smoothly`),
    ];
  });
}

/** The page as it is while it loads what was asked for. */
const makeBusy = (page: Page) =>
  page.evaluate(() => document.getElementById('results')?.setAttribute('aria-busy', 'true'));

test.describe('for a reader who wants less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('nothing moves from the feed through the palette to a rule, a cell and the editor', async ({
    page,
  }) => {
    test.slow();
    await watchMotion(page);
    await page.goto('/');
    await makeBusy(page);
    expect(await motion(page)).toEqual([]);
    await page.goto('/');
    const box = page.getByRole('combobox', { name: 'Search rules' });
    await box.fill('comsvcs');
    await expect(page).toHaveURL(/q=comsvcs/);
    await page.getByText('Legend ▾').click();
    await page.keyboard.press('Escape');
    expect(await motion(page)).toEqual([]);

    const palette = page.getByRole('combobox', { name: 'Rule, technique or page' });
    await pressUntil(page, 'ControlOrMeta+k', palette);
    await palette.fill('comsvcs');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/rules\//);
    await page.getByRole('link', { name: 'Background' }).click();
    expect(await motion(page)).toEqual([]);

    await page.goto('/coverage');
    const cell = page.locator('.cell-link[href="/techniques/T1003"]');
    await expect(cell).toHaveAttribute('tabindex', /./);
    await cell.press('Enter');
    await expect(page.locator('.cell-panel').getByRole('listitem').first()).toBeVisible();
    await page.getByRole('button', { name: 'Switch theme' }).click();
    expect(await motion(page)).toEqual([]);

    await page.goto('/translate');
    const editor = page.locator('.cm-content');
    await expect(editor).toContainText('Encoded PowerShell', { timeout: 20_000 });
    await editor.click();
    await expect(editor).toBeFocused();
    expect(await motion(page)).toEqual([]);
  });
});

test('for other readers, a list that loads fades', async ({ page }) => {
  await watchMotion(page);
  await page.goto('/');
  await makeBusy(page);
  expect(await motion(page)).not.toEqual([]);
});
