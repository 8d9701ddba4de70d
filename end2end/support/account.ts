// Residents' accounts: making one, reading the codes that were sent, signing in, taking an authenticator app.

import { expect, type Browser, type Page } from "@playwright/test";
import { enterPassword } from "./desk";
import { newContext } from "./test";
import { totp } from "./totp";

/** The password that tests choose for residents: long enough, and in no list. */
export const PASSWORD = "锦江春色来天地 2026";

/** A phone number of nobody: tests run beside each other and must not meet. */
export function somePhone(): string {
  return `139${String(Math.floor(Math.random() * 1e8)).padStart(8, "0")}`;
}

/** A mail address of nobody. Letters only: six digits in it would be taken for the code that was sent. */
export function someEmail(): string {
  const letters = Array.from({ length: 12 }, () => String.fromCharCode(97 + Math.floor(Math.random() * 26)));
  return `resident.${letters.join("")}@example.cn`;
}

/** An address in the form in which messages are sent to it. */
function whole(address: string): string {
  return address.includes("@") ? address : `+86${address}`;
}

/** The newest message sent to an address, in the demonstration's outbox; a context that is signed in stays as it is. */
export async function lastMessage(page: Page, address: string): Promise<string> {
  const outbox = `/dev/outbox?address=${encodeURIComponent(whole(address))}`;
  const seen = async () => {
    const html = await (await page.request.get(outbox, { headers: { accept: "text/html" } })).text();
    return /<article[^>]*\sdata-address="[^"]*"[^>]*>([\s\S]*?)<\/article>/.exec(html)?.[1] ?? "";
  };
  await expect.poll(seen, { message: `a message to ${address}`, intervals: [100, 200, 500] }).not.toBe("");
  return (await seen()).replace(/<[^>]+>/g, " ");
}

/** The six digits of the newest code sent to an address. */
export async function lastCode(page: Page, address: string): Promise<string> {
  const digits = async () => /(?<!\d)\d{6}(?!\d)/.exec(await lastMessage(page, address))?.[0] ?? "";
  await expect.poll(digits, { message: `a code sent to ${address}` }).not.toBe("");
  return digits();
}

/** Makes an account with an address and the usual password, and leads to a page in Chinese; the person stays signed in. */
export async function signUp(page: Page, address: string, target = "/me") {
  await page.goto(`/zh/sign-up?return=${encodeURIComponent(target)}`);
  await page.locator("#address").fill(address);
  await page.locator("#agreed").check();
  await page.getByRole("main").getByRole("button", { name: "获取验证码" }).click();
  await typeCode(page, await lastCode(page, address));
  await expect(page).toHaveURL(/\/zh\/sign-up\/next/);
  // The password stands folded under the better way.
  const password = page.locator("#password");
  if (!(await password.isVisible())) await page.locator("summary").filter({ hasText: "密码" }).click();
  await password.fill(PASSWORD);
  await page.getByRole("main").getByRole("button", { name: "设好密码" }).click();
  await expect(page).toHaveURL(`/zh${target}`);
}

/** Types a code into the page that asks for it. */
export async function typeCode(page: Page, code: string) {
  await page.locator("#code").fill(code);
  await page.locator('form:has(#code) button[type="submit"]').click();
}

/** Signs somebody in by address and password, and leads to a page in Chinese. */
export async function signIn(page: Page, address: string, password = PASSWORD, target = "/me") {
  await page.goto(`/zh/sign-in?return=${encodeURIComponent(target)}`);
  const name = page.locator("#name");
  if (!(await name.isVisible())) await page.locator("summary").filter({ hasText: "密码" }).click();
  await name.fill(address);
  await page.locator("#password").fill(password);
  await page.locator('form:has(#password) button[type="submit"]').click();
  await expect(page).toHaveURL(`/zh${target}`);
}

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
