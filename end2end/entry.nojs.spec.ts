// The way in with scripts switched off.

import { lastCode, PASSWORD, signIn, signUp, someEmail, somePhone, typeCode } from "./support/account";
import { expect, test } from "./support/test";

test("somebody signs up, and signs in with the password, without scripts", async ({ page }) => {
  const phone = somePhone();
  await signUp(page, phone, "/settings");
  await page.context().clearCookies({ name: /session/ });
  await signIn(page, phone, PASSWORD, "/settings");
});

test("an address of nobody is asked for agreement after the code, and then has an account", async ({ page }) => {
  const email = someEmail();
  await page.goto("/zh/sign-in?way=code&return=/settings");
  await page.locator("#address").fill(email);
  await page.getByRole("main").getByRole("button", { name: "获取验证码" }).click();
  await typeCode(page, await lastCode(page, email));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("为您新办一个账号");
  await page.getByRole("main").getByRole("button", { name: "办账号" }).click();
  await expect(page.getByRole("alert")).toContainText("同意后才能办账号");
  await page.locator("#agreed").check();
  await page.getByRole("main").getByRole("button", { name: "办账号" }).click();
  await page.getByRole("link", { name: "以后再说" }).click();
  await expect(page).toHaveURL("/zh/settings");
});

test("another code at once is refused in words with the time to wait", async ({ page }) => {
  await page.goto("/zh/recover");
  await page.locator("#address").fill(somePhone());
  await page.getByRole("main").getByRole("button", { name: "获取验证码" }).click();
  await page.locator("summary").filter({ hasText: "没收到" }).click();
  await page.getByRole("button", { name: "再发一次" }).click();
  await expect(page.getByRole("main")).toContainText("请过 1 分钟再来");
});
