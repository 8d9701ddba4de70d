// The displays and languages with scripts switched off.

import { inLanguage, pathOf } from "./support/city";
import { expect, test } from "./support/test";

test("the elder mode is switched on and off without any script", async ({ page }) => {
  await page.goto("/zh/services");
  await page.getByRole("button", { name: "长辈版" }).click();
  await expect(page).toHaveURL("/zh/services");
  await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
  await page.getByRole("button", { name: "标准版" }).click();
  await expect(page.locator("html")).not.toHaveAttribute("data-mode", "elder");
});

test("the display is chosen without any script", async ({ page }) => {
  await page.goto("/zh/settings");
  await page.getByRole("radio", { name: "深色" }).check();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the language is changed without any script", async ({ page, request }) => {
  const item = await pathOf(request, "a service item");
  await page.goto(inLanguage("zh", item));
  await page.getByRole("link", { name: "English" }).click();
  await expect(page).toHaveURL(inLanguage("en", item));
});
