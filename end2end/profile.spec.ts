// One's own account: what it shows, the profile, another phone, one's data, closing and coming back.

import fs from "node:fs/promises";
import type { Page } from "@playwright/test";
import { lastCode, lastMessage, signIn, signUp, somePhone } from "./support/account";
import { violations } from "./support/axe";
import { expect, newContext, test } from "./support/test";

const main = (page: Page) => page.getByRole("main");
const pages = ["/me", "/me/profile", "/me/contacts", "/me/data", "/me/close"] as const;

test("the tab leads to one's own page, and everything of one's own is there", async ({ page }) => {
  const phone = somePhone();
  await signUp(page, phone);
  await page.goto("/zh");
  await page.getByRole("navigation").getByRole("link", { name: "我的" }).click();
  await expect(page).toHaveURL("/zh/me");
  await expect(main(page)).toContainText(`${phone.slice(0, 3)}****${phone.slice(7)}`);
  await expect(main(page)).not.toContainText(phone);
  for (const name of ["个人资料", "实名等级", "家人", "企业", "消息", "手机和邮箱", "登录与安全", "显示与语言", "我的数据"]) {
    await expect(main(page).getByRole("link", { name }).first()).toBeVisible();
  }
  await expect(main(page).getByRole("link", { name: "工作台" })).toHaveCount(0);
});

test("a profile is filled in once, errors are said beside the fields, and two windows do not overwrite each other", async ({ page }) => {
  await signUp(page, somePhone(), "/me/profile");
  await page.getByLabel("称呼").fill("小蓉");
  await page.getByLabel("女").check();
  await page.getByLabel("民族").selectOption({ label: "藏族" });
  await page.getByLabel("手机号").fill("110");
  await main(page).getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("alert")).toContainText("手机号不对");
  await expect(page.getByLabel("手机号")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("称呼")).toHaveValue("小蓉");
  await page.getByLabel("手机号").fill("13800000001");
  await page.getByLabel("姓名").fill("王建国");
  const other = await page.context().newPage();
  await other.goto("/zh/me/profile");
  await main(page).getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("status")).toContainText("资料存好了");
  await other.getByLabel("社区或村").fill("水井坊社区");
  await main(other).getByRole("button", { name: "保存" }).click();
  await expect(other.getByRole("alert")).toContainText("别处刚改过");
  await expect(other.getByLabel("社区或村")).toHaveValue("水井坊社区");
  await page.goto("/zh/me");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("小蓉");
});

test("a phone is changed with a code, the old one is told and takes it back", async ({ page, browser, baseURL }) => {
  const [old, other] = [somePhone(), somePhone()];
  await signUp(page, old, "/me/contacts");
  await page.getByLabel("新手机号").fill(other);
  await page.locator("form:has(#phone)").getByRole("button", { name: "发验证码" }).click();
  await expect(page).toHaveURL(/\/zh\/me\/contacts\/confirm\?code=/);
  await page.getByLabel("验证码").fill("000000");
  await main(page).getByRole("button", { name: "绑定" }).click();
  await expect(page.getByRole("alert")).toContainText("验证码不对，或者过期了");
  await page.getByLabel("验证码").fill(await lastCode(page, other));
  await main(page).getByRole("button", { name: "绑定" }).click();
  await expect(page.getByRole("status")).toContainText("换好了");
  await expect(main(page)).toContainText(`${other.slice(0, 3)}****${other.slice(7)}`);

  await expect.poll(() => lastMessage(page, old)).toContain("/contacts/undo/");
  const link = /\/contacts\/undo\/[\w-]{43}/.exec(await lastMessage(page, old))?.[0] ?? "";
  const context = await newContext(browser, baseURL);
  const owner = await context.newPage();
  await owner.goto(`/zh${link}`);
  await main(owner).getByRole("button", { name: "换回来" }).click();
  await expect(owner.getByRole("heading", { level: 1 })).toHaveText("换回来了");
  await signIn(owner, old);
  await page.goto("/zh/me");
  await expect(page).toHaveURL(/sign-in/);
  expect((await owner.goto(`/zh${link}`))?.status()).toBe(404);
  await context.close();
});

test("an address of another account is said to be one only to whoever reads its code", async ({ page, browser, baseURL }) => {
  const theirs = somePhone();
  const context = await newContext(browser, baseURL);
  await signUp(await context.newPage(), theirs);
  await context.close();
  await signUp(page, somePhone(), "/me/contacts");
  await page.getByLabel("新手机号").fill(theirs);
  await page.locator("form:has(#phone)").getByRole("button", { name: "发验证码" }).click();
  await page.getByLabel("验证码").fill(await lastCode(page, theirs));
  await main(page).getByRole("button", { name: "绑定" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("已经绑在别的账号上");
});

test("somebody takes their data along", async ({ page }) => {
  const phone = somePhone();
  await signUp(page, phone, "/me/data");
  const [download] = await Promise.all([page.waitForEvent("download"), main(page).getByRole("link", { name: "下载", exact: true }).click()]);
  const data = JSON.parse(await fs.readFile(await download.path(), "utf8"));
  expect(data.format).toBe("yitong-account-1");
  expect(data.addresses).toEqual([{ kind: "phone", address: `+86${phone}` }]);
});

test("an account is closed, and kept by whoever comes back", async ({ page }) => {
  const phone = somePhone();
  await signUp(page, phone, "/me/data");
  await main(page).getByRole("link", { name: "去注销" }).click();
  await main(page).getByRole("button", { name: "注销账号" }).click();
  await expect(page.getByRole("alert")).toContainText("请先勾选");
  await page.getByLabel("我看清了").check();
  await main(page).getByRole("button", { name: "注销账号" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("已申请注销");
  await page.goto("/zh/me");
  await expect(page).toHaveURL(/sign-in/);
  await signInAndLand(page, phone, "/zh/me/closing");
  await page.goto("/zh/me/profile");
  await expect(page).toHaveURL("/zh/me/closing");
  expect(await violations(page)).toEqual([]);
  await main(page).getByRole("button", { name: "留下账号" }).click();
  await expect(page.getByRole("status")).toContainText("账号留下来了");
});

test("the elder mode chosen while signed in is there on another device", async ({ page, browser, baseURL }) => {
  const phone = somePhone();
  await signUp(page, phone);
  await page.getByRole("button", { name: "长辈版" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mode", "elder");
  const context = await newContext(browser, baseURL);
  const there = await context.newPage();
  await signIn(there, phone);
  await expect(there.locator("html")).toHaveAttribute("data-mode", "elder");
  await context.close();
});

for (const mode of ["standard", "elder"] as const) {
  for (const theme of ["light", "dark"] as const) {
    test(`axe finds no fault with an account's pages, and none scrolls sideways: ${mode}, ${theme}`, async ({ browser, baseURL, elderVisitor }) => {
      const context = await newContext(browser, baseURL, {
        colorScheme: theme,
        storageState: mode === "elder" ? elderVisitor : undefined,
        viewport: { width: 360, height: 800 },
      });
      const page = await context.newPage();
      await signUp(page, somePhone());
      for (const path of pages) {
        for (const language of ["zh", "en"]) {
          await page.goto(`/${language}${path}`);
          expect(await violations(page), `${language}${path}`).toEqual([]);
          const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect(excess, `${language}${path}: pixels to scroll sideways`).toBe(0);
        }
      }
      await context.close();
    });
  }
}

/** Signs in where something stands between the person and the page asked for. */
async function signInAndLand(page: Page, phone: string, landing: string) {
  await signIn(page, phone).catch(() => {});
  await expect(page).toHaveURL(landing);
}
