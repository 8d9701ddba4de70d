// Booking with scripts switched off.

import { signUp, somePhone } from "./support/account";
import { chooseDay, chooseTime, confirm, keep, toTimes } from "./support/booking";
import { expect, test } from "./support/test";

test("a visit is looked for by everybody, booked after signing in, moved and given back", async ({ page, context }) => {
  test.setTimeout(60_000);
  await toTimes(page);
  await page.getByRole("link", { name: "2 人" }).click();
  await chooseDay(page, 1);
  const time = await chooseTime(page, 2);
  await page.getByRole("button", { name: "登录后预约" }).click();
  await expect(page).toHaveURL(/\/zh\/sign-in\?return=/);
  const back = new URL(page.url()).searchParams.get("return") ?? "";
  const other = await context.newPage();
  await signUp(other, somePhone(), "/me/appointments");
  await other.close();

  await page.goto(`/zh${back}`);
  // What was chosen before is chosen still.
  await expect(page.locator(`input[value="${time}"]`)).toBeChecked();
  await expect(page.getByRole("link", { name: "2 人" })).toHaveAttribute("aria-current", "true");
  await keep(page);
  await expect(page.getByRole("main")).toContainText(/位置留到 \d\d:\d\d/);
  await expect(page.getByRole("timer")).toHaveCount(0);
  const ticket = await confirm(page);
  await expect(page.getByRole("img", { name: /二维码/ })).toBeVisible();

  await page.goto(`${ticket}/move`);
  await chooseDay(page, 3);
  await chooseTime(page, 2);
  await page.getByRole("button", { name: "改到这个时间" }).click();
  await expect(page.getByRole("status").filter({ hasText: "时间改好了" })).toBeVisible();
  await page.getByRole("link", { name: "取消预约" }).click();
  await page.getByRole("button", { name: "取消预约" }).click();
  await expect(page.getByRole("status").filter({ hasText: "预约取消了" })).toBeVisible();
});

test("the next month and back are links", async ({ page }) => {
  await toTimes(page);
  const name = await page.locator("#month-name").textContent();
  const later = page.getByRole("link", { name: "下个月" });
  if (await later.count()) {
    await later.click();
    await expect(page.locator("#month-name")).not.toHaveText(name ?? "");
    await page.getByRole("link", { name: "上个月" }).click();
  }
  await expect(page.locator("#month-name")).toHaveText(name ?? "");
});
