// Without a network: what has been seen stays readable, and a new version of the portal traps nobody.

import type { BrowserContext, Page } from "@playwright/test";
import { pathOf } from "./support/city";
import { Line } from "./support/line.mjs";
import { expect, newContext, test } from "./support/test";

let line: Line;
let context: BrowserContext;
let page: Page;

test.beforeEach(async ({ browser, baseURL }) => {
  line = await Line.to(baseURL ?? "");
  context = await newContext(browser, line.address, { serviceWorkers: "allow" });
  page = await context.newPage();
});

test.afterEach(async () => {
  await context.close();
  line.close();
});

/** Opens a page and waits until the worker looks after it. */
async function openOnline(path: string) {
  await page.goto(path, { waitUntil: "load" });
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) {
      await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
    }
  });
}

/** Paths of the pages the worker has saved. */
const savedPages = () =>
  page.evaluate(async () => {
    const requests = await (await caches.open("yitong-saved-pages")).keys();
    return requests.map((request) => new URL(request.url).pathname).filter((path) => path.includes("/items/"));
  });

/** What a saved page says about itself. */
const savedNote = () => page.getByRole("status").filter({ hasText: /存下的内容|Saved/ });

async function seeItem(path: string) {
  await page.goto(path);
  await expect.poll(savedPages).toContain(encodeURI(path));
}

test("an item page one has seen can be read offline, and says since when it is known", async ({ request }) => {
  const item = await pathOf(request, "a service item");
  await openOnline("/zh");
  await seeItem(`/zh${item}`);
  const name = await page.getByRole("heading", { level: 1 }).textContent();

  line.cut();
  await page.goto(`/zh${item}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name ?? "");
  await expect(savedNote()).toContainText("存下的内容");
  // Its style sheet is there too: nothing of the page is left to the network.
  const styled = await page.locator("body").evaluate((body) => getComputedStyle(body).marginTop);
  expect(styled).toBe("0px");

  line.mend();
  await savedNote().getByRole("link", { name: "再试一次" }).click();
  await expect(savedNote()).toHaveCount(0);
});

test("a saved English page speaks English about itself", async ({ request }) => {
  const item = await pathOf(request, "a service item");
  await openOnline("/en");
  await seeItem(`/en${item}`);
  line.cut();
  await page.goto(`/en${item}`);
  await expect(savedNote()).toContainText("Saved");
});

test("an item seen in one language is better than nothing in the other", async ({ request }) => {
  const item = await pathOf(request, "a service item");
  await openOnline("/zh");
  await seeItem(`/zh${item}`);
  line.cut();
  await page.goto(`/en${item}`);
  await expect(savedNote()).toContainText("存下的内容");
});

test("a line that hangs does not keep a saved page from its reader", async ({ request }) => {
  const item = await pathOf(request, "a service item");
  await openOnline("/zh");
  await seeItem(`/zh${item}`);
  line.hang();
  await page.goto(`/zh${item}`, { timeout: 15_000 });
  await expect(savedNote()).toContainText("存下的内容");
});

test("what has not been seen gives the offline page in its language", async () => {
  await openOnline("/zh");
  line.cut();
  for (const [path, language] of [["/zh/departments", "zh-CN"], ["/en/departments", "en"], ["/services", "zh-CN"]] as const) {
    await page.goto(path);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(language === "en" ? /offline|network|connection/i : /网络|断网|离线/);
  }
});

test("an item that has been withdrawn is forgotten", async ({ request }) => {
  const item = await pathOf(request, "a service item");
  await openOnline("/zh");
  await seeItem(`/zh${item}`);
  line.change(encodeURI(`/zh${item}`), () => ({ status: 410 }));
  await page.goto(`/zh${item}`);
  await expect.poll(savedPages).not.toContain(encodeURI(`/zh${item}`));
});

test("an item that is gone is forgotten in every language, whichever was asked for", async ({ request }) => {
  const item = await pathOf(request, "a service item");
  await openOnline("/zh");
  await seeItem(`/zh${item}`);
  await seeItem(`/en${item}`);
  line.change(encodeURI(`/en${item}`), () => ({ status: 410 }));
  await page.goto(`/en${item}`);
  await expect.poll(savedPages).toEqual([]);
  line.cut();
  await page.goto(`/zh${item}`);
  await expect(savedNote()).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/网络|断网|离线/);
});

test("a saved page never passes for what holds now", async ({ request }) => {
  const item = await pathOf(request, "a service item");
  await openOnline("/zh");
  await seeItem(`/zh${item}`);
  line.cut();
  await page.goto(`/zh${item}`);
  await expect(savedNote()).toContainText("可能已经改了或停办了");
  line.mend();
  // With a line, the network has its say first: what was withdrawn meanwhile is not shown at all.
  line.change(encodeURI(`/zh${item}`), () => ({ status: 410 }));
  await page.goto(`/zh${item}`);
  await expect(savedNote()).toHaveCount(0);
  await expect.poll(savedPages).not.toContain(encodeURI(`/zh${item}`));
});

test("errors, searches and answers of the interface are never saved", async () => {
  await openOnline("/zh");
  for (const path of ["/zh/items/no-such-item", "/zh/search?q=居住证", "/api/v1/items"]) await page.goto(path);
  expect(await savedPages()).toEqual([]);
});

test("a new version takes over at once and clears away the old one", async ({ request }) => {
  const item = await pathOf(request, "a service item");
  await openOnline("/zh");
  await seeItem(`/zh${item}`);
  const before = await page.evaluate(() => caches.keys());

  line.change("/sw.js", ({ body }) => ({ body: body.replace(/yitong-shell-/, "yitong-shell-next-") }));
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration?.update()));
  await expect.poll(() => page.evaluate(() => caches.keys())).not.toEqual(before);
  const shells = () => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("yitong-shell-")));
  await expect.poll(shells).toEqual([expect.stringContaining("next")]);

  // What the person had saved survives, and is still served.
  expect(await savedPages()).toContain(encodeURI(`/zh${item}`));
  line.cut();
  await page.goto(`/zh${item}`);
  await expect(savedNote()).toBeVisible();
});
