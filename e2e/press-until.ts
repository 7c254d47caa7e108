import { expect, type Locator, type Page } from '@playwright/test';

/** Presses a key until it shows something: a page listens for keys once its script has run. */
export async function pressUntil(page: Page, key: string, shown: Locator): Promise<void> {
  await expect(async () => {
    if (!(await shown.isVisible())) await page.keyboard.press(key);
    await expect(shown).toBeVisible({ timeout: 1_000 });
  }).toPass();
}
