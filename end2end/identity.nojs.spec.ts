// Signing in, one's own account, people and the audit, with scripts switched off.

import type { Page } from "@playwright/test";
import { violations } from "./support/axe";
import { enterPassword, enterSentCode } from "./support/desk";
import { expect, newContext, test } from "./support/test";

async function signIn(page: Page, name: string, target: string) {
  await page.goto(target);
  await expect(page).toHaveURL(/\/zh\/desk\/sign-in\?return=/);
  await enterPassword(page, name);
  await enterSentCode(page, name);
  await expect(page).toHaveURL(target);
}

test("a wrong password is said in words and the right one leads to the page asked for", async ({ page }) => {
  await page.goto("/zh/desk/me");
  await page.getByLabel("账号").fill("police.reviewer");
  await page.getByLabel("密码").fill("not the password");
  await page.getByRole("main").getByRole("button", { name: "登录工作台" }).click();
  await expect(page.getByRole("alert")).toContainText("账号或密码不对");
  await expect(page.getByLabel("密码")).toHaveValue("");
  await expect(page.getByLabel("账号")).toHaveValue("police.reviewer");
  await page.getByLabel("密码").fill("demonstration-only");
  await page.getByRole("main").getByRole("button", { name: "登录工作台" }).click();
  await enterSentCode(page, "police.reviewer");
  await expect(page).toHaveURL("/zh/desk/me");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("我的账号");
});

test("somebody sees their devices and signs another one out", async ({ page, browser, baseURL }) => {
  const other = await newContext(browser, baseURL);
  const there = await other.newPage();
  await signIn(there, "police.editor", "/zh/desk/me");
  await signIn(page, "police.editor", "/zh/desk/me");
  await page.getByRole("button", { name: /^退出 .*登录的设备$/ }).first().click();
  await expect(page.getByRole("status")).toContainText("那台设备已退出");
  await there.reload();
  await expect(there).toHaveURL(/sign-in/);
  await other.close();
});

test("an admin makes an account, gives and takes a role, and the audit tells of it", async ({ page }) => {
  const name = `made.${Date.now()}`;
  await signIn(page, "city.admin", "/zh/desk/accounts/new");
  await page.getByLabel("账号", { exact: true }).fill(name);
  await page.getByLabel("姓名").fill("新来的人");
  await page.getByRole("combobox", { name: "角色" }).selectOption("clerk");
  await page.getByRole("combobox", { name: "部门" }).selectOption("CD06");
  await page.getByLabel("密码").fill("a sentence is a good one");
  await page.getByRole("button", { name: "建账号" }).click();
  await expect(page.getByRole("status")).toContainText("账号建好了");
  await page.getByRole("combobox", { name: "角色" }).selectOption("editor");
  await page.getByRole("combobox", { name: "部门" }).selectOption("CD06");
  await page.getByRole("button", { name: "给角色" }).click();
  await expect(page.getByRole("status")).toContainText("角色给了");
  await page.getByRole("button", { name: /^收回 编辑/ }).click();
  await expect(page.getByRole("status")).toContainText("角色收回了");
  await page.goto(`/zh/desk/audit?subject=${name}`);
  for (const act of ["新建账号", "给角色", "收回角色"]) {
    await expect(page.getByRole("cell").filter({ hasText: act })).toBeVisible();
  }
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds no fault with the pages of people and the audit in ${theme}`, async ({ browser, baseURL }) => {
    // What checks runs in the page, so scripts are on here.
    const context = await newContext(browser, baseURL, { javaScriptEnabled: true, colorScheme: theme });
    const page = await context.newPage();
    await page.goto("/en/desk/sign-in");
    expect(await violations(page)).toEqual([]);
    await signIn(page, "city.admin", "/zh/desk/me");
    for (const path of ["/desk/me", "/desk/accounts", "/desk/accounts/new", "/desk/accounts/police.clerk", "/desk/audit"]) {
      for (const language of ["zh", "en"]) {
        await page.goto(`/${language}${path}`);
        expect(await violations(page), `${language}${path}`).toEqual([]);
      }
    }
    await context.close();
  });
}
