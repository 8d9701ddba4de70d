// Signing in by way of another provider, what it is linked to, and the messages that tell of it.

import type { Page } from "@playwright/test";
import { signUp, somePhone } from "./support/account";
import { violations } from "./support/axe";
import { expect, newContext, test } from "./support/test";

let serial = 0;

/** Somebody the provider verified, and nobody else's. */
function somebody(prefix = "verified") {
  serial += 1;
  return `${prefix}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}${serial}`;
}

/** Goes to the provider as somebody, and comes back. */
async function comeFrom(page: Page, who: string, target = "/me/security/providers") {
  await page.goto(`/zh/sign-in/with/province?return=${encodeURIComponent(target)}`);
  await page.getByLabel("身份").fill(who);
  await page.getByRole("button", { name: "同意并登录" }).click();
}

async function makeAccount(page: Page, who: string) {
  await comeFrom(page, who);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("您有这里的账号吗？");
  await page.getByRole("button", { name: "建新账号" }).click();
  await expect(page).toHaveURL("/zh/me/security/providers");
}

test("whom a provider knows makes an account and comes back to it", async ({ page, browser, baseURL }) => {
  const who = somebody();
  await makeAccount(page, who);
  const card = page.getByRole("region", { name: "省统一认证" });
  await expect(card).toContainText("实名");
  expect(await violations(page)).toEqual([]);

  const elsewhere = await newContext(browser, baseURL);
  const there = await elsewhere.newPage();
  await comeFrom(there, who);
  await expect(there).toHaveURL("/zh/me/security/providers");
  await expect(there.getByRole("region", { name: "省统一认证" })).toBeVisible();
  await elsewhere.close();
});

test("a provider's word raises nothing the provider did not check", async ({ page }) => {
  await makeAccount(page, somebody("basic"));
  const card = page.getByRole("region", { name: "省统一认证" });
  await expect(card).toContainText("登记");
  await expect(card).not.toContainText("实名");
});

test("an account there is, is linked once its holder signed in to it and confirmed", async ({ page }) => {
  // 13900000001 is the phone the provider tells of everybody: that alone links nothing.
  const who = somebody();
  await comeFrom(page, who);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("您有这里的账号吗？");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "登录并关联" }).click();
  await expect(page).toHaveURL(/\/zh\/sign-in\?return=/);
  const name = page.locator("#name");
  if (!(await name.isVisible())) await page.locator("summary").filter({ hasText: "密码" }).click();
  await name.fill("13900000002");
  await page.locator("#password").fill("demonstration-only");
  await page.locator('form:has(#password) button[type="submit"]').click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("关联到这个账号？");
  await expect(page.getByText("李建国")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const linked = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.getByRole("button", { name: "确认关联" }).click();
  // Another project of this run may have linked its own at this moment: one of a provider is enough.
  if ((await linked).status() === 409) return;
  await expect(page.getByRole("status")).toContainText("关联好了");
  await page.goto("/zh/messages");
  await expect(page.getByText("您的账号关联了新的登录方式").first()).toBeVisible();
  await page.goto("/zh/me/security/providers");
  await page.getByRole("button", { name: "解除省统一认证" }).click();
  await expect(page.getByRole("status")).toContainText("已解除");
});

test("the last way into an account stays", async ({ page }) => {
  await makeAccount(page, somebody());
  await page.getByRole("button", { name: "解除省统一认证" }).click();
  await expect(page.getByRole("alert")).toContainText("唯一方式");
});

test("whoever says no at the provider, or meets one that is down, is told so and finds other ways", async ({ page }) => {
  await page.goto("/zh/sign-in/with/province");
  await page.getByRole("button", { name: "取消" }).click();
  await expect(page.getByRole("alert")).toContainText("取消了登录");
  const answer = await page.goto("/zh/sign-in/with/nation");
  expect(answer?.status()).toBe(503);
  await expect(page.getByRole("alert")).toContainText("连不上");
  await expect(page.getByRole("link", { name: "换个方式登录" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test("what came back works once, and in its own browser only", async ({ page, browser, baseURL }) => {
  let returned = "";
  page.on("request", (request) => {
    if (request.url().includes("/sign-in/with/province/return")) returned = request.url();
  });
  await comeFrom(page, somebody());
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("您有这里的账号吗？");
  const waiting = page.url();
  await page.goto(returned);
  await expect(page.getByRole("alert")).toContainText("过期");
  const other = await newContext(browser, baseURL);
  const there = await other.newPage();
  await there.goto(waiting);
  await expect(there.getByRole("alert")).toContainText("过期");
  await other.close();
});

test("messages stand in the inbox until they are read", async ({ page }) => {
  await makeAccount(page, somebody());
  await page.goto("/zh/messages");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("消息");
  expect(await violations(page)).toEqual([]);
});

test("the demonstration shows what it would have sent, and says where", async ({ page }) => {
  await page.goto("/zh/about");
  await page.getByRole("link", { name: "短信和邮件在这里看" }).click();
  await expect(page).toHaveURL("/zh/dev/outbox");
  await expect(page.locator("meta[name=robots]")).toHaveAttribute("content", "noindex");
  expect(await violations(page)).toEqual([]);
});

test("axe finds no fault with the message settings", async ({ page }) => {
  await signUp(page, somePhone(), "/me/messages");
  for (const language of ["zh", "en"]) {
    await page.goto(`/${language}/me/messages`);
    expect(await violations(page), language).toEqual([]);
  }
});
