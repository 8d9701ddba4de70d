// A resident finds a service and learns what to do.

import { inLanguage, pathOf } from "./support/city";
import { expect, test } from "./support/test";
import { firstResult, resultRows, searchField } from "./support/catalogue";

test("a resident finds a service from the home page and learns its four facts", async ({ page }) => {
  await page.goto("/zh");
  await searchField(page).fill("居住证");
  await page.getByRole("search").getByRole("button", { name: "搜索" }).click();
  await expect(page).toHaveURL(/\/zh\/search\?q=/);
  await expect(firstResult(page)).toContainText("居住证");

  await firstResult(page).click();
  await expect(page).toHaveURL(/\/zh\/items\//);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("居住证");
  for (const fact of ["要跑几次", "多久办好", "费用", "实名要求"]) {
    await expect(page.getByRole("term").filter({ hasText: fact })).toBeVisible();
  }
  for (const section of ["谁可以办", "要准备什么", "怎么办", "大家常问"]) {
    await expect(page.getByRole("heading", { name: section })).toBeVisible();
  }
});

for (const [question, answer] of [
  ["社保", "社保"],
  ["shebao", "社保"],
  ["sb", "社保"],
  ["居住證", "居住证"],
  ["passport", "护照"],
] as const) {
  test(`asking for “${question}” finds ${answer}`, async ({ page }) => {
    await page.goto(`/zh/search?q=${encodeURIComponent(question)}`);
    await expect(page.getByRole("main").getByRole("link").filter({ hasText: answer }).first()).toBeVisible();
  });
}

test("what was asked for is marked in the results", async ({ page }) => {
  await page.goto("/zh/search?q=居住证");
  await expect(page.getByRole("mark").filter({ hasText: "居住证" }).first()).toBeVisible();
});

test("filters narrow the results, are part of the address, and can be taken away again", async ({ page }) => {
  await page.goto("/zh/search?q=社保");
  const all = await resultRows(page).count();
  const filters = page.getByRole("list", { name: "筛选" });
  const filter = filters.getByRole("link").filter({ hasNotText: "全部" }).first();
  await filter.click();
  await expect(page).toHaveURL(/[?&](?:area|department|district|audience|mode)=/);
  expect(await resultRows(page).count()).toBeLessThanOrEqual(all);
  await page.getByRole("list", { name: "筛选" }).getByRole("link", { name: /全部/ }).first().click();
  await expect(page).not.toHaveURL(/[?&](?:area|department|district|audience|mode)=/);
});

test("more results are one link away", async ({ page }) => {
  await page.goto("/zh/search");
  const first = await firstResult(page).textContent();
  await page.getByRole("link", { name: /再看/ }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(firstResult(page)).not.toHaveText(first ?? "");
});

test("a question nobody can answer leads to people who can", async ({ page }) => {
  await page.goto("/zh/search?q=zzqqxxyy");
  await expect(page.getByRole("main")).toContainText("zzqqxxyy");
  await expect(page.getByRole("main")).toContainText("12345");
});

test("words that look like markup are only words", async ({ page }) => {
  await page.goto(`/zh/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
  await expect(searchField(page)).toHaveValue('"><script>alert(1)</script>');
});

test("suggestions come while typing and can be chosen with the keyboard alone", async ({ page }) => {
  await page.goto("/zh");
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  const field = page.getByRole("combobox");
  await field.pressSequentially("居住", { delay: 30 });
  const list = page.getByRole("listbox");
  await expect(list).toBeVisible();
  await expect(field).toHaveAttribute("aria-expanded", "true");

  await page.keyboard.press("ArrowDown");
  const chosen = list.getByRole("option", { selected: true });
  await expect(chosen).toHaveCount(1);
  await expect(field).toHaveAttribute("aria-activedescendant", (await chosen.getAttribute("id")) ?? "");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/zh\/(?:items|search)/);
});

test("Escape closes the suggestions and keeps what was typed", async ({ page }) => {
  await page.goto("/zh");
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  const field = page.getByRole("combobox");
  await field.pressSequentially("社保", { delay: 30 });
  await expect(page.getByRole("listbox")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("listbox")).toBeHidden();
  await expect(field).toHaveAttribute("aria-expanded", "false");
  await expect(field).toHaveValue("社保");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/zh\/search\?q=/);
});

test("a suggestion can be tapped", async ({ page }) => {
  await page.goto("/zh");
  await expect(page.locator("html")).toHaveAttribute("data-islands", "ready");
  await page.getByRole("combobox").pressSequentially("居住", { delay: 30 });
  await page.getByRole("option").first().click();
  await expect(page).toHaveURL(/\/zh\/(?:items|search)/);
});

test("life events, areas, departments and districts each lead to items", async ({ page, request }) => {
  for (const kind of ["a life event", "an area", "a department", "a district"] as const) {
    await page.goto(inLanguage("zh", await pathOf(request, kind)));
    await page.getByRole("main").getByRole("link").and(page.locator('[href*="/items/"]')).first().click();
    await expect(page, kind).toHaveURL(/\/zh\/items\//);
  }
});

test("an item offers only ways that exist", async ({ page, request }) => {
  await page.goto(inLanguage("zh", await pathOf(request, "a service item")));
  const addresses = await page.getByRole("main").getByRole("link").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  for (const address of new Set(addresses.filter((address) => address.startsWith("http")))) {
    const url = new URL(address);
    if (url.hostname !== "localhost") continue;
    expect((await request.get(url.pathname + url.search)).status(), address).toBe(200);
  }
});

test("the person can say whether the search helped", async ({ page }) => {
  await page.goto("/zh/search?q=居住证");
  await page.getByRole("button", { name: "是", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("谢谢，记下了。");
});

test("an item tells machines what it is", async ({ page, request }) => {
  await page.goto(inLanguage("zh", await pathOf(request, "a service item")));
  const data = await page.locator('script[type="application/ld+json"]').textContent();
  expect(JSON.parse(data ?? "")).toMatchObject({ "@context": "https://schema.org", "@type": "GovernmentService" });
});

test("a page one has already is not sent again", async ({ request }) => {
  const path = inLanguage("zh", await pathOf(request, "a service item"));
  const first = await request.get(path);
  const tag = first.headers().etag;
  expect(tag).toBeTruthy();
  const second = await request.get(path, { headers: { "if-none-match": tag ?? "" } });
  expect(second.status()).toBe(304);
});

test("programs read the catalogue page by page", async ({ request }) => {
  const first = await (await request.get("/api/v1/items?limit=5")).json();
  expect(first.items).toHaveLength(5);
  const second = await (await request.get(`/api/v1/items?limit=5&cursor=${encodeURIComponent(first.next)}`)).json();
  const codes = [...first.items, ...second.items].map((item: { code: string }) => item.code);
  expect(new Set(codes).size).toBe(10);

  const item = await request.get(`/api/v1/items/${codes[0]}`);
  expect(item.status()).toBe(200);
  const description = await (await request.get("/api/openapi.json")).json();
  expect(Object.keys(description.paths)).toEqual(expect.arrayContaining(["/api/v1/items", "/api/v1/items/{code}"]));
});

test("programs are told what is wrong with their question", async ({ request }) => {
  for (const path of ["/api/v1/items?limit=banana", "/api/v1/items?cursor=nonsense", "/api/v1/items/no-such-item"]) {
    const response = await request.get(path);
    expect(response.status(), path).toBeGreaterThanOrEqual(400);
    expect(response.status(), path).toBeLessThan(500);
    expect(response.headers()["content-type"], path).toContain("application/problem+json");
  }
});
