// Proving again and the security page, with scripts switched off.

import { confirmIn, enterAsResident, residentIn } from "./support/account";
import { codeSent } from "./support/outbox";
import { expect, test } from "./support/test";

const PHONE = "13900000002";

test("a code to one's own phone proves again and leads back", async ({ page }) => {
  await enterAsResident(page, PHONE, "/step-up?return=/me/security&why=second-factor");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("再确认一下是您");
  await expect(page.getByText("改两步验证，先确认是您本人。")).toBeVisible();
  await confirmIn(page, "密码", "not the password");
  await expect(page.getByRole("alert")).toContainText("密码不对");
  await expect(page.locator("#password")).toHaveValue("");
  await expect(page.getByRole("alert")).toContainText("还能再试");
  const send = page.getByRole("button", { name: "发短信到 139****0002" });
  const code = await codeSent(page.request, "+8613900000002", () => send.click());
  await confirmIn(page, "验证码", code);
  await expect(page).toHaveURL("/zh/me/security");
  await expect(page.getByText("不用的话，登录到").first()).toBeVisible();
});

test("a device is signed out from another one", async ({ page, browser, baseURL }) => {
  const other = await residentIn(browser, baseURL, PHONE, false);
  await expect(other.page).toHaveURL("/zh/me/security");
  await enterAsResident(page, PHONE, "/me/security");
  await page.getByRole("button", { name: /^退出 .*登录的设备$/ }).first().click();
  await expect(page.getByRole("status")).toContainText("那台设备已退出");
  await other.page.reload();
  await expect(other.page).toHaveURL(/sign-in/);
  await other.context.close();
});

test("whoever would rather not prove it comes back to a page that does not ask for it", async ({ page }) => {
  await enterAsResident(page, PHONE, "/step-up?return=/me/close&instead=/me/data&why=close");
  await page.getByRole("link", { name: "先不做，回去" }).click();
  await expect(page).toHaveURL("/zh/me/data");
});
