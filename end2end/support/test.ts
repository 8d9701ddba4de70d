// The house's own `test`: pages that watch for what must never happen, and visitors with settings of their own.

import { test as base, expect, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";

type StorageState = Exclude<BrowserContextOptions["storageState"], string | undefined>;

/** What the server under test is called, directly or by way of the line that is weighed. */
const OURS = ["localhost", "127.0.0.1"];

export interface Faults {
  /** Breaches of the content security policy, script errors and requests to other hosts, in the order they happened. */
  readonly list: string[];
}

export const test = base.extend<{ faults: Faults }, { elderVisitor: StorageState }>({
  /** Everything a page does that it must not; tests that leave any behind fail. */
  faults: [
    async ({ page }, use) => {
      const list: string[] = [];
      await watch(page, list);
      await use({ list });
      expect(list, "what the pages did and must not do").toEqual([]);
    },
    { auto: true },
  ],

  /** Cookies of a visitor who has switched to the elder mode. */
  elderVisitor: [
    async ({ browser }, use, worker) => {
      const context = await newContext(browser, worker.project.use.baseURL);
      const page = await context.newPage();
      await page.goto("/zh");
      await page.getByRole("button", { name: "长辈版" }).click();
      await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
      await use(await context.storageState());
      await context.close();
    },
    { scope: "worker" },
  ],
});

export { expect };

/** A context as a new visitor would have it. */
export function newContext(browser: Browser, baseURL: string | undefined, options: BrowserContextOptions = {}) {
  return browser.newContext({ baseURL, locale: "zh-CN", reducedMotion: "reduce", serviceWorkers: "block", ...options });
}

async function watch(page: Page, list: string[]) {
  page.on("pageerror", (error) => list.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    // Chromium reports every answer of 400 and above as an error; those that matter are asked about by their tests.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) list.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && !OURS.includes(url.hostname)) list.push(`request to another host: ${url.href}`);
  });
  page.on("response", (response) => {
    const url = new URL(response.url());
    if (url.pathname.startsWith("/assets/") && response.status() >= 400) list.push(`missing asset: ${url.pathname}`);
  });
}
