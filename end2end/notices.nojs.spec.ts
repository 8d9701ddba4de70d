// Signing in by way of another provider, with scripts switched off.

import { expect, test } from "./support/test";

test("somebody comes from a provider, makes an account and sees it linked", async ({ page }) => {
  const who = `verified-nojs-${Date.now().toString(36)}`;
  await page.goto("/zh/sign-in/with/province?return=%2Fme%2Fsecurity%2Fproviders");
  await page.getByLabel("身份").fill(who);
  await page.getByRole("button", { name: "同意并登录" }).click();
  await page.getByRole("button", { name: "建新账号" }).click();
  await expect(page).toHaveURL("/zh/me/security/providers");
  await expect(page.getByRole("region", { name: "省统一认证" })).toBeVisible();
  await page.goto("/zh/messages");
  await expect(page.getByText("还没有消息。")).toBeVisible();
});
