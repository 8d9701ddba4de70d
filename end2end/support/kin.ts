// Family and companies, as two people with a browser each go through them.

import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { signIn } from "./account";
import { newContext } from "./test";

/** A resident of the demonstration, signed in, in a context of their own. */
export async function resident(browser: Browser, baseURL: string | undefined, phone: string, scripts: boolean, target = "/me/family") {
  const context = await newContext(browser, baseURL, { javaScriptEnabled: scripts });
  const page = await context.newPage();
  await signIn(page, phone, "demonstration-only", target);
  return { context, page };
}

/** One asks, the other agrees in their own account, the first may act, the other ends it. */
export async function askAgreeEnd(browser: Browser, baseURL: string | undefined, scripts: boolean, helperPhone: string, relativePhone: string) {
  const contexts: BrowserContext[] = [];
  const enter = async (phone: string) => {
    const { context, page } = await resident(browser, baseURL, phone, scripts);
    contexts.push(context);
    return page;
  };
  const [helper, relative] = [await enter(helperPhone), await enter(relativePhone)];
  await helper.getByRole("link", { name: "添加家人" }).click();
  await helper.getByLabel("对方的手机号或邮箱").fill(relativePhone);
  const form = helper.locator("form").filter({ has: helper.locator("#contact") });
  await form.getByLabel("对方是我的").selectOption("other");
  await form.getByRole("checkbox", { name: "预约" }).uncheck();
  await form.getByRole("button", { name: "请对方同意" }).click();
  await expect(helper.getByRole("status")).toContainText("等对方同意");

  await relative.goto("/zh/me/family");
  await relative.getByRole("link", { name: /想替您办事/ }).first().click();
  await expect(relative.getByText("申请办事")).toBeVisible();
  await relative.getByRole("button", { name: "同意", exact: true }).click();
  await expect(relative.getByRole("status")).toContainText("您同意了");

  await helper.goto("/zh/me/acting");
  await expect(helper.getByRole("radio", { name: "本人" })).toBeChecked();
  expect(await helper.getByRole("radio").count()).toBeGreaterThan(1);
  const before = await helpedBy(relative);
  await relative.locator("section:has(#helped-by) a.row").last().click();
  await relative.getByRole("button", { name: "马上解除" }).click();
  await expect(relative.getByRole("status")).toContainText("解除了");
  await expect(relative.locator("section:has(#log)")).toContainText("解除");
  expect(await helpedBy(relative)).toBe(before - 1);
  for (const context of contexts) await context.close();
}

async function helpedBy(page: Page) {
  await page.goto("/zh/me/family");
  return page.locator("section:has(#helped-by) a.row").count();
}

/** The representative of the demonstration's company asks an agent, who accepts, and takes the powers again. */
export async function agentComesAndGoes(browser: Browser, baseURL: string | undefined, scripts: boolean, agentPhone: string) {
  const her = await resident(browser, baseURL, "13900000001", scripts, "/me/companies");
  const agent = await resident(browser, baseURL, agentPhone, scripts, "/me/companies");
  await her.page.getByRole("link", { name: /蓉城智行/ }).click();
  await her.page.getByLabel("对方的手机号或邮箱").fill(agentPhone);
  await her.page.getByRole("button", { name: "发出邀请" }).click();
  await expect(her.page.getByRole("status")).toContainText("邀请发出了");
  await agent.page.goto("/zh/me/companies");
  await agent.page.getByRole("link", { name: /请您当经办人/ }).first().click();
  await agent.page.getByRole("button", { name: "同意当经办人" }).click();
  await expect(agent.page.getByRole("status")).toContainText("经办人");
  const company = new URL(agent.page.url()).pathname;
  await agent.page.getByRole("button", { name: "马上退出" }).click();
  await expect(agent.page.getByRole("status")).toContainText("不再是经办人");
  expect((await agent.page.goto(company))?.status()).toBe(404);
  await her.context.close();
  await agent.context.close();
}
