// Signing in by way of another provider, with scripts switched off.

import { signUp, somePhone } from "./support/account";
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

test("somebody keeps news of the family out of their phone, and cannot keep out what is about safety", async ({ page }) => {
  await signUp(page, somePhone(), "/messages");
  await page.getByRole("link", { name: "消息设置" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("消息设置");
  await expect(page.getByText("这一类不能关")).toBeVisible();
  const phone = page.getByRole("group", { name: "家人和企业" }).getByRole("checkbox");
  await expect(phone).toBeChecked();
  await phone.uncheck();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("status")).toContainText("保存好了");
  await expect(phone).not.toBeChecked();
});
