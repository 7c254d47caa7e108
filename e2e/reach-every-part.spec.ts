import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';

const TITLE = 'Process Memory Dumped Through Comsvcs.dll';

async function openRule(page: Page, search = '') {
  await page.goto('/?q=comsvcs');
  const link = page.getByRole('link', { name: TITLE });
  const [address = ''] = ((await link.getAttribute('href')) ?? '').split(/[?#]/);
  await page.goto(address + search);
  await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
}

const sidewaysScroll = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function violations(page: Page) {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
}

test.describe('a rule at 200 %', () => {
  // A window of 1440 × 900 pixels whose page is zoomed.
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  test('shows all in one column, and what stays in sight leaves most of the window', async ({
    page,
  }) => {
    await openRule(page);
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    const aside = await page.getByRole('complementary', { name: 'On this page' }).boundingBox();
    expect(aside?.height).toBeLessThan(450 / 3);
    const heading = page.getByRole('heading', { level: 2, name: 'Background' });
    await heading.scrollIntoViewIfNeeded();
    await expect(heading).toBeInViewport();
    expect(await violations(page)).toEqual([]);
  });
});

test.describe('the feed and the matrix at 200 %', () => {
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  test('fit, and lead to filters, menus and cells', async ({ page }) => {
    test.slow();
    await page.goto('/');
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    for (const name of ['Select ▾', 'Display ▾', 'Legend ▾', 'Export ▾']) {
      await page.getByText(name).click();
      const panel = page.locator('.menu[open] > .menu-panel');
      const { x = -1, width = 0 } = (await panel.boundingBox()) ?? {};
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(720);
    }
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Filters', exact: true }).click();
    await expect(page.getByRole('checkbox', { name: /^critical/ })).toBeInViewport();

    await page.goto('/coverage');
    expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
    const cell = page.locator('.cell-link[href="/techniques/T1003"]');
    await expect(cell).toHaveAttribute('tabindex', /./);
    await cell.press('Enter');
    await expect(page.locator('.cell-panel').getByRole('link').first()).toBeInViewport();
  });
});

test.describe('the feed and the matrix in forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } });

  test('still tell outcomes, marks and steps apart', async ({ page }) => {
    test.slow();
    await page.goto('/?q=comsvcs');
    const box = page.locator('[data-select]').first();
    await expect(box).toHaveCSS('appearance', 'auto');
    const letter = (outcome: string) => page.locator(`.row [data-outcome="${outcome}"]`).first();
    await expect(letter('exact')).toHaveCSS('text-decoration-line', 'none');
    await page.goto('/');
    await expect(letter('unsupported')).toHaveCSS('text-decoration-line', 'line-through');
    await page.keyboard.press('j');
    expect(await violations(page)).toEqual([]);
    await page.goto('/coverage?only=1');
    await expect(page.locator('.legend [aria-current]')).toHaveCSS('outline-style', 'solid');
    await expect(page.locator('.cell-link b').first()).toHaveText(/^[12]$/);
  });
});

test('a rule with text of twice the size does not scroll sideways', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await openRule(page);
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
});

test.describe('a rule in forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } });

  test('still shows its line, its tab and its icons', async ({ page }) => {
    await openRule(page, '#kql-1');
    const line = page.locator('#kql-1');
    await expect(line).toHaveCSS('outline-style', 'solid');
    const tab = page.getByRole('navigation', { name: 'Targets' }).locator('[aria-current]');
    await expect(tab).toHaveCSS('border-bottom-style', 'solid');
    await expect(page.locator('.decision svg').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
});

test.describe('a rule without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('leads to each target, to its lines, its evidence and its downloads', async ({
    page,
    request,
  }) => {
    await openRule(page);
    await page
      .getByRole('navigation', { name: 'Targets' })
      .getByRole('link', { name: /Defender XDR/ })
      .click();
    await expect(page).toHaveURL(/target=defender-xdr/);
    await expect(page.locator('#kql')).toContainText('DeviceProcessEvents');
    await page.locator('.decision').getByRole('link', { name: 'Self-tested' }).click();
    await expect(page).toHaveURL(/#evidence$/);
    const evidence = page.getByRole('region', { name: 'Evidence' });
    await expect(evidence).toBeInViewport();
    await expect(evidence).toContainText(/Self-tested\. An exact query fires/);
    await page.getByText('The whole rule in words').click();
    await expect(page.getByText('The command line contains').first()).toBeVisible();
    const download = page.getByRole('link', { name: 'Query with attribution (.kql)' });
    const answer = await request.get((await download.getAttribute('href')) ?? '');
    expect(await answer.text()).toContain('// Process Memory Dumped');
  });

  test('highlights the line of the address', async ({ page }) => {
    await openRule(page, '#sigma-5');
    await expect(page.locator('#sigma-5')).toBeInViewport();
    await expect(page.locator('.ln:target')).toHaveId('sigma-5');
  });
});

test.describe('a rule by keyboard alone', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('reaches the query, copies it, and links to a line', async ({ page }) => {
    test.slow();
    await openRule(page);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('#main')).toBeFocused();
    await tabTo(page, 'nav[aria-label="Targets"] a');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/target=/);

    await tabTo(page, '.line-link[href^="#sigma"]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const link = page.locator('.line-link:focus');
    await expect(link).toHaveAttribute('href', '#sigma-3');
    await expect(link).toHaveCSS('opacity', '1');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#sigma-3$/);
    await expect(page.locator('.ln:target')).toHaveId('sigma-3');

    await tabTo(page, '#kql .side-head button');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^Copied/ }).first()).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`// ${TITLE}`);

    await tabTo(page, '.rule-aside a[href="#background"]');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Background' })).toBeInViewport();
  });
});

/** Presses Tab until what matches has the focus. Everything on the way must be there to be seen. */
async function tabTo(page: Page, selector: string) {
  for (let pressed = 0; pressed < 250; pressed++) {
    await page.keyboard.press('Tab');
    const [isWanted, isShown] = await page.evaluate((wanted) => {
      const focused = document.activeElement ?? document.body;
      return [focused.matches(wanted), focused.getClientRects().length > 0];
    }, selector);
    expect(isShown).toBe(true);
    if (isWanted) return;
  }
  throw new Error(`250 presses of Tab did not reach ${selector}`);
}

test('the number of a line that is pointed at is a link to it', async ({ page }) => {
  await openRule(page);
  await page.locator('#kql-2').hover();
  const link = page.locator('#kql .line-link');
  await expect(link).toHaveAttribute('href', '#kql-2');
  await link.click();
  await expect(page).toHaveURL(/#kql-2$/);
  await expect(page.locator('.ln:target')).toHaveId('kql-2');
});
