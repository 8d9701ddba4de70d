// One's own account with scripts switched off.

import { lastCode, signIn, signUp, someEmail, somePhone } from "./support/account";
import { expect, test } from "./support/test";

test("the profile, a second address, one's data and the way out need no scripts", async ({ page }) => {
  const [phone, email] = [somePhone(), someEmail()];
  await signUp(page, phone, "/me/profile");
  await page.getByLabel("称呼").fill("陈桂芳");
  await page.getByLabel("住在哪个区县").selectOption("510104");
  await page.getByRole("main").getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("status")).toContainText("资料存好了");
  await expect(page.getByLabel("住在哪个区县")).toHaveValue("510104");

  await page.goto("/zh/me");
  await page.getByRole("link", { name: "再绑一个手机或邮箱" }).click();
  await page.getByLabel("新邮箱").fill(email);
  await page.locator("form:has(#email)").getByRole("button", { name: "发验证码" }).click();
  await page.getByLabel("验证码").fill(await lastCode(page, email));
  await page.getByRole("main").getByRole("button", { name: "绑定" }).click();
  await expect(page.getByRole("status")).toContainText("换好了");
  await page.getByRole("button", { name: /^解绑 1/ }).click();
  await expect(page.getByRole("status")).toContainText("解绑了");
  await expect(page.getByRole("button", { name: /^解绑/ })).toHaveCount(0);

  const data = await page.request.get("/me/data.json");
  expect((await data.json()).account.display_name).toBe("陈桂芳");

  await page.goto("/zh/me/close");
  await page.getByLabel("我看清了").check();
  await page.getByRole("main").getByRole("button", { name: "注销账号" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("已申请注销");
  await signIn(page, email).catch(() => {});
  await expect(page).toHaveURL("/zh/me/closing");
  await page.getByRole("button", { name: "留下账号" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("陈桂芳");
});
