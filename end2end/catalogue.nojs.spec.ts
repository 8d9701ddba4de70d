// The same journey with scripts switched off: nothing may be missing but comfort.

import { firstResult, searchField } from "./support/catalogue";
import { inLanguage, pathOf } from "./support/city";
import { expect, test } from "./support/test";

test("a resident finds a service and its answers without any script", async ({ page }) => {
  await page.goto("/zh");
  await searchField(page).fill("居住证");
  await page.getByRole("search").getByRole("button", { name: "搜索" }).click();
  await expect(page).toHaveURL(/\/zh\/search\?q=/);
  await firstResult(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("居住证");
  await expect(page.getByRole("heading", { name: "要准备什么" })).toBeVisible();
});

test("filters and further results work without any script", async ({ page }) => {
  await page.goto("/zh/search?q=社保");
  await page.getByRole("list", { name: "筛选" }).getByRole("link").filter({ hasNotText: "全部" }).first().click();
  await expect(page).toHaveURL(/[?&](?:area|department|district|audience|mode)=/);
  await page.goto("/zh/search");
  await page.getByRole("link", { name: /再看/ }).click();
  await expect(page).toHaveURL(/page=2/);
});

test("questions unfold without any script", async ({ page, request }) => {
  await page.goto(inLanguage("zh", await pathOf(request, "a service item")));
  const question = page.getByRole("group").filter({ has: page.locator("summary") }).last();
  await question.locator("summary").click();
  await expect(question).toHaveAttribute("open", /.*/);
});

test("the person can say whether the search helped without any script", async ({ page }) => {
  await page.goto("/zh/search?q=居住证");
  await page.getByRole("button", { name: "是", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("谢谢，记下了。");
});
