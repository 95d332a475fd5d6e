import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { launchBrowser } from '../testing/browser.ts';
import { lowContrast } from '../testing/contrast.ts';
import { withHostileText } from '../testing/hostile-result.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { renderScorecard } from './scorecard.ts';

const kinds = ['pass', 'fail', 'inconclusive', 'rollbacks', 'empty'] as const;
const context = {
  now: '2026-11-24T07:00:00.000Z',
  history: [{ runId: 'earlier', startedAt: '2026-11-21T07:00:00.000Z', verdict: 'pass', grade: 'A' }],
} as const;

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scorecard-'));
  const pages = [
    ...kinds.map((kind) => [kind, renderScorecard(sampleResult(kind), context)] as const),
    ['hostile', renderScorecard(withHostileText(sampleResult('fail')), context)] as const,
  ];
  await Promise.all(pages.map(async ([name, page]) => writeFile(join(folder, `${name}.html`), page)));
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

/** Opens a page as a reader without JavaScript does and notes everything it complains about or asks for. */
async function open(
  name: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; trouble: string[] }> {
  const session = await browser.newContext({ javaScriptEnabled: false, ...options });
  const page = await session.newPage();
  const trouble: string[] = [];
  const own = pathToFileURL(join(folder, `${name}.html`)).href;
  page.on('console', (message) => trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('request', (request) => request.url() !== own && trouble.push(request.url()));
  await page.goto(own);
  return { page, trouble };
}

async function read<T>(page: Page, shape: z.ZodType<T>, script: string): Promise<T> {
  return shape.parse(await page.evaluate(script));
}

const everyDetails = `document.querySelectorAll('details').forEach((one) => (one.open = true))`;

describe('the scorecard in a browser', () => {
  it.each([...kinds, 'hostile'])(
    'needs no network, no JavaScript and breaks no rule of its own: %s',
    async (name) => {
      const { page, trouble } = await open(name);
      expect(trouble).toEqual([]);
      expect(
        await page.locator('script, img, iframe, link, object, [style], [onerror], [onclick]').count(),
      ).toBe(0);
      // The stylesheet came through the page's own policy.
      expect(
        await read(page, z.string(), `getComputedStyle(document.querySelector('.counts')).display`),
      ).toBe('grid');
      await page.context().close();
    },
  );

  it.each(kinds)('has its landmarks, one h1 and headings in order: %s', async (name) => {
    const { page } = await open(name);
    for (const role of ['banner', 'main', 'contentinfo'] as const)
      expect(await page.getByRole(role).count()).toBe(1);
    const levels = await read(
      page,
      z.array(z.number()),
      `[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((heading) => Number(heading.tagName[1]))`,
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
    await page.context().close();
  });

  it.each([1_240, 390])('has a matrix that is a table to assistive technology at %d px', async (width) => {
    const { page } = await open('fail', { viewport: { width, height: 900 } });
    const session = await page.context().newCDPSession(page);
    const { root } = await session.send('DOM.getDocument');
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: '.matrix' });
    const { node } = await session.send('DOM.describeNode', { nodeId });
    const { nodes } = await session.send('Accessibility.getFullAXTree');
    const table = nodes.find((one) => one.backendDOMNodeId === node.backendNodeId);
    const within = (id: string): boolean => {
      const parent = nodes.find((one) => one.nodeId === id)?.parentId;
      return parent !== undefined && (parent === table?.nodeId || within(parent));
    };
    const roles = nodes.filter((one) => within(one.nodeId)).map((one) => String(one.role?.value));
    const of = (role: string): number => roles.filter((one) => one === role).length;
    expect(table?.role?.value).toBe('table');
    expect([of('columnheader'), of('rowheader'), of('cell'), of('row')]).toEqual([5, 12, 48, 13]);
    await page.context().close();
  });

  it('gives every picture a name, a description and its figures as a table', async () => {
    const { page } = await open('fail');
    await page.evaluate(everyDetails);
    const pictures = await page.locator('svg[role="img"]').all();
    expect(pictures).toHaveLength(12 + 2 + 2);
    for (const picture of pictures) {
      expect(await picture.locator('> title').textContent()).toMatch(/\w/u);
      expect(await picture.locator('> desc').textContent()).toMatch(/\w.*\d/u);
      expect(await picture.locator('xpath=following-sibling::details').getByRole('table').count()).toBe(1);
    }
    expect(await page.locator('svg:not([role="img"]):not([aria-hidden]):not(svg svg)').count()).toBe(0);
    await page.context().close();
  });

  it('leads from a matrix cell to its finding', async () => {
    const { page } = await open('fail');
    await page.getByRole('link', { name: 'wrong allow', exact: true }).click();
    expect(new URL(page.url()).hash).toBe('#F1');
    expect(await page.locator('#F1').getByText('fixtures/ledger/contract.yaml:31').isVisible()).toBe(true);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)(
    'is readable in the %s scheme: every text has a contrast of 4.5:1',
    async (colorScheme) => {
      for (const name of ['fail', 'rollbacks', 'empty']) {
        const { page } = await open(name, { colorScheme, viewport: { width: 1_240, height: 900 } });
        await page.evaluate(everyDetails);
        const { measured, low } = await lowContrast(page, 4.5);
        expect(low).toEqual([]);
        expect(measured).toBeGreaterThan(name === 'empty' ? 20 : 600);
        await page.context().close();
      }
    },
  );

  it.each([...kinds, 'hostile'])('never scrolls sideways on a phone: %s', async (name) => {
    const { page } = await open(name, { viewport: { width: 390, height: 844 } });
    await page.evaluate(everyDetails);
    expect(await read(page, z.number(), 'document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.context().close();
  });

  it('prints every scenario on white, with its hatching, and nothing to click', async () => {
    const { page } = await open('fail', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await read(page, z.string(), 'getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('#s4').getByText('Evidence', { exact: true }).isVisible()).toBe(true);
    expect(await page.locator('.skip').isVisible()).toBe(false);
    const { low } = await lowContrast(page, 4.5);
    expect(low).toEqual([]);
    await page.context().close();
  });

  it('keeps words, symbols and borders where the reader forces colours', async () => {
    const { page } = await open('fail', { forcedColors: 'active' });
    const cell = page.locator('td.unsafe');
    expect(await cell.innerText()).toMatch(/✗\s+wrong allow\s+declared deny\s+37 of 310 allowed/u);
    expect(
      await read(page, z.string(), `getComputedStyle(document.querySelector('td.unsafe')).borderTopWidth`),
    ).toBe('3px');
    const { low } = await lowContrast(page, 4.5);
    expect(low).toEqual([]);
    await page.context().close();
  });
});
