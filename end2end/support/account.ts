// A resident's own account: signing in with a password, taking an authenticator app.

import { expect, type Browser, type Page } from "@playwright/test";
import { enterPassword } from "./desk";
import { newContext } from "./test";
import { totp } from "./totp";

/** Signs a resident in by phone and password and leads to a page; a second step stays to be taken. */
export async function enterAsResident(page: Page, phone: string, target: string) {
  await page.goto(`/zh/desk/sign-in?return=${encodeURIComponent(target)}`);
  await enterPassword(page, phone);
}

/** A context of its own in which a resident typed their password. */
export async function residentIn(browser: Browser, baseURL: string | undefined, phone: string, scripts: boolean) {
  const context = await newContext(browser, baseURL, { javaScriptEnabled: scripts });
  const page = await context.newPage();
  await enterAsResident(page, phone, "/me/security");
  return { context, page };
}

/** Takes the app a page offers; answers its secret and the recovery codes, which are shown now and never again. */
export async function takeApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  const secret = (await page.locator(".secret").textContent()) ?? "";
  await page.getByLabel("6 位数字").fill(totp(secret));
  await page.getByRole("button", { name: "加好了" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("恢复码");
  const codes = await page.locator(".secrets code").allTextContents();
  expect(codes).toHaveLength(10);
  return { secret, codes };
}

/** Confirms in the card or fold whose title this is. */
export async function confirmIn(page: Page, field: string, value: string) {
  const form = page.locator("form", { has: page.getByLabel(field, { exact: true }) });
  await form.getByLabel(field, { exact: true }).fill(value);
  await form.getByRole("button", { name: "确认" }).click();
}
