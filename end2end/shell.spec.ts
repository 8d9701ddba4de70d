// What stands around every page: languages, displays, ways out of dead ends, and what the browser is told to refuse.

import { inLanguage, kinds, pathOf, type Kind } from "./support/city";
import { expect, newContext, test } from "./support/test";

test("the language can be changed without losing one's place", async ({ page, request }) => {
  const item = await pathOf(request, "a service item");
  await page.goto(inLanguage("zh", item));
  const name = await page.getByRole("heading", { level: 1 }).textContent();

  await page.getByRole("link", { name: "English" }).click();
  await expect(page).toHaveURL(inLanguage("en", item));
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(name ?? "");

  await page.getByRole("link", { name: "中文" }).click();
  await expect(page).toHaveURL(inLanguage("zh", item));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name ?? "");
});

test("the question survives a change of language", async ({ page }) => {
  await page.goto("/zh/search?q=居住证");
  await page.getByRole("link", { name: "English" }).click();
  await expect(page).toHaveURL(/\/en\/search\?q=/);
  await expect(page.getByRole("search").locator("input[name=q]")).toHaveValue("居住证");
});

test("a browser set to English is greeted in English", async ({ browser, baseURL }) => {
  const context = await newContext(browser, baseURL, { locale: "en-GB" });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await context.close();
});

test("the elder mode is one press away, stays, and is left the same way", async ({ page, request }) => {
  await page.goto(inLanguage("zh", await pathOf(request, "a service item")));
  const here = page.url();
  await page.getByRole("button", { name: "长辈版" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
  expect(page.url()).toBe(here);
  const size = () => page.getByRole("main").evaluate((main) => Number.parseFloat(getComputedStyle(main).fontSize));
  expect(await size()).toBeGreaterThanOrEqual(20);

  await page.getByRole("link", { name: "一通", exact: true }).first().click();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");

  await page.getByRole("button", { name: "标准版" }).click();
  await expect(page.locator("html")).not.toHaveAttribute("data-mode", "elder");
  expect(await size()).toBeLessThan(20);
});

test("dark and high contrast can be chosen and stay", async ({ page }) => {
  const ground = () => page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  await page.goto("/zh/settings");
  const light = await ground();
  await page.getByRole("radio", { name: "深色" }).check();
  await page.getByRole("radio", { name: "高对比度" }).check();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("html")).toHaveAttribute("data-contrast", "more");
  await page.goto("/zh/services");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await ground()).not.toBe(light);
});

test("the display follows a dark device without being asked", async ({ browser, baseURL }) => {
  const grounds = [];
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await newContext(browser, baseURL, { colorScheme });
    const page = await context.newPage();
    await page.goto("/zh");
    grounds.push(await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor));
    await context.close();
  }
  expect(grounds[0]).not.toBe(grounds[1]);
});

for (const [language, home] of [["zh", "一通"], ["en", "Yitong"]] as const) {
  test(`a missing page in ${language} says so, names the request and leads on`, async ({ page }) => {
    const response = await page.goto(`/${language}/items/no-such-item`);
    expect(response?.status()).toBe(404);
    const reference = response?.headers()["x-request-id"];
    expect(reference).toBeTruthy();
    await expect(page.getByRole("main")).toContainText(reference ?? "");
    await page.getByRole("main").getByRole("link").first().click();
    expect(page.url()).not.toContain("no-such-item");
    await page.getByRole("link", { name: home, exact: true }).first().click();
    await expect(page).toHaveURL(new RegExp(`/${language}/?$`));
  });
}

test("the skip link is the first stop of the keyboard and leads to the content", async ({ page }) => {
  await page.goto("/zh");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "跳到主要内容" });
  await expect(skip).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("pages refuse whatever is not their own", async ({ request }) => {
  const headers = (await request.get("/zh")).headers();
  const policy = headers["content-security-policy"];
  expect(policy).toContain("default-src");
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toContain("'unsafe-eval'");
  expect(policy).not.toMatch(/https?:|\*/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBeTruthy();
});

test("no page breaks its own policy, fails in a script or asks another host", async ({ page, request, faults }) => {
  test.slow();
  for (const kind of Object.keys(kinds) as Kind[]) {
    for (const language of ["zh", "en"] as const) {
      await page.goto(inLanguage(language, await pathOf(request, kind)));
      expect(faults.list, `${language}: ${kind}`).toEqual([]);
    }
  }
});

test("a page without an island loads no WebAssembly", async ({ page, request }) => {
  test.slow();
  const loaded: string[] = [];
  page.on("request", (asked) => loaded.push(new URL(asked.url()).pathname));
  for (const kind of Object.keys(kinds) as Kind[]) {
    loaded.length = 0;
    await page.goto(inLanguage("zh", await pathOf(request, kind)), { waitUntil: "networkidle" });
    const islands = await page.locator("leptos-island").count();
    const scripts = loaded.filter((path) => /\/assets\/yitong\.\w+\.(?:wasm|js)$/.test(path));
    expect(scripts.length, `${kind}: ${islands} islands`).toBe(islands > 0 ? 2 : 0);
    if (islands > 0) await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  }
});

test("the portal can be installed", async ({ browser, baseURL }) => {
  const context = await newContext(browser, baseURL, { serviceWorkers: "allow" });
  const page = await context.newPage();
  await page.goto("/zh", { waitUntil: "load" });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const browserSide = await context.newCDPSession(page);
  const { errors } = await browserSide.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const { installabilityErrors } = await browserSide.send("Page.getInstallabilityErrors");
  // A context of a test is a private window, in which nothing can be installed whatever the page does.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  await context.close();
});

test("an item can be printed: black on white, without what only a screen needs", async ({ page, request }) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.goto(inLanguage("zh", await pathOf(request, "a service item")));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "主导航" })).toBeHidden();
  const colours = await page.getByRole("heading", { level: 1 }).evaluate((heading) => getComputedStyle(heading).color);
  expect(colours).toBe("rgb(0, 0, 0)");
});
