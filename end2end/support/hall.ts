// A day in a hall, as those who work there, those who come, and the screens on its walls see it.

import { expect, type Browser, type BrowserContext, type Page, type TestInfo } from "@playwright/test";
import { somebody } from "./desk";
import { newContext } from "./test";

/** A hall of its own for each project: who waits in one is in nobody else's way. */
export function hallOf(info: TestInfo): string {
  const halls: Record<string, string> = { phone: "hall-510104", desktop: "hall-510105", "phone-nojs": "hall-510106" };
  return halls[info.project.name] ?? "hall-510107";
}

export interface Day {
  readonly kiosk: Page;
  readonly clerk: Page;
  readonly display: Page;
  readonly phone: Page;
}

/** Shows a page as it is now: by itself where scripts run, asked for again where none do. */
async function now(page: Page, scripts: boolean) {
  if (!scripts) await page.reload();
}

/** Opens a counter and a device, and gives a number there; the pages stay open for whoever looks at them. */
export async function begin(browser: Browser, baseURL: string | undefined, hall: string, counter: string, scripts: boolean) {
  const contexts: BrowserContext[] = [];
  const open = async (path: string) => {
    const context = await newContext(browser, baseURL, { javaScriptEnabled: scripts });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  };
  const { context, page: clerk } = await somebody(browser, baseURL, "halls.clerk", scripts);
  contexts.push(context);
  await clerk.goto(`/zh/desk/hall/${hall}`);
  await clerk.locator("#label").fill(counter);
  await clerk.getByRole("button", { name: "开窗" }).click();
  await expect(clerk.getByRole("status").first()).toContainText("开窗了");
  await clerk.goto(`/zh/desk/hall/${hall}/kiosks`);
  await clerk.locator("#name").fill(`门口 ${counter}`);
  await clerk.getByRole("button", { name: "拿开机码" }).click();
  const code = ((await clerk.locator(".hall-code").textContent()) ?? "").split("：")[1];

  const kiosk = await open(`/zh/hall/${hall}/kiosk`);
  await kiosk.locator("#code").fill(code);
  await kiosk.getByRole("button", { name: "开机" }).click();
  await expect(kiosk.getByRole("heading", { name: "我没有预约" })).toBeVisible();
  await expect(kiosk.locator("html"), "who stands before it may be old").toHaveAttribute("data-mode", "elder");
  await kiosk.getByRole("link", { name: "身份证、居住证" }).click();
  await kiosk.getByRole("button", { name: "都不是" }).click();
  const number = (await kiosk.locator(".kiosk-number strong").textContent()) ?? "";
  expect(number).toMatch(/^A\d{3}$/);
  const token = new URL(kiosk.url()).searchParams.get("ticket");
  const display = await open(`/zh/hall/${hall}/display`);
  const phone = await open(`/zh/hall/tickets/${token}`);
  await expect(phone.locator(".stay-number")).toContainText(number);
  await expect(phone.locator(".stay-now")).toHaveText("下一位就是您");
  return { day: { kiosk, clerk, display, phone }, number, close: () => Promise.all(contexts.map((one) => one.close())) };
}

/** Called, on the display and on the phone; served; over. */
export async function callAndServe({ clerk, display, phone }: Day, hall: string, counter: string, number: string, scripts: boolean) {
  await clerk.goto(`/zh/desk/hall/${hall}`);
  await clerk.getByRole("button", { name: "叫下一位" }).click();
  await expect(clerk.locator(".hall-now strong")).toHaveText(number);
  await now(display, scripts);
  await expect(display.locator(".call.new").first()).toContainText(number);
  await expect(display.locator(".call.new").first()).toContainText(`${counter} 号窗口`);
  await phone.reload();
  await expect(phone.locator(".stay-now")).toHaveText(`请到 ${counter} 号窗口`);
  await clerk.getByRole("button", { name: "来了，开始办" }).click();
  await clerk.getByRole("button", { name: "先放一放" }).click();
  await clerk.getByRole("button", { name: `放回队里 ${number}` }).click();
  await clerk.getByRole("button", { name: "叫下一位" }).click();
  await clerk.getByRole("button", { name: "办完了" }).click();
  await now(display, scripts);
  await expect(display.locator(".call.new")).toHaveCount(0);
  await phone.reload();
  await expect(phone.locator(".stay-now")).toContainText("办完了");
  await clerk.goto(`/zh/desk/hall/${hall}/statistics`);
  await expect(clerk.getByRole("row", { name: /身份证、居住证/ })).toBeVisible();
}
