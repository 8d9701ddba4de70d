// Booking a visit, as a resident goes through it.

import { expect, type Browser, type Page } from "@playwright/test";
import { signUp, somePhone } from "./account";
import { newContext } from "./test";

/** An item of the demonstration whose visits are booked at the civic centre. */
export const ITEM = "/items/510100-06-008";
const CENTRE = /成都市市民中心/;

/** Somebody with a new account, on a page of theirs. */
export async function somebody(browser: Browser, baseURL: string | undefined, target: string, scripts = true) {
  const context = await newContext(browser, baseURL, { javaScriptEnabled: scripts });
  const page = await context.newPage();
  await signUp(page, somePhone(), target);
  return { context, page };
}

/** From the item to the times of an office. */
export async function toTimes(page: Page) {
  await page.goto(`/zh${ITEM}`);
  await page.getByRole("link", { name: "预约", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("选地点");
  await page.getByRole("link", { name: CENTRE }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("选日期和时间");
}

/** Days that can be chosen. */
export const days = (page: Page) => page.locator(".month a.day");
/** Times that can be chosen. */
export const times = (page: Page) => page.locator("input[name=time]:not(:disabled)");

/** Chooses a day by its place among those that are free; the first may be today, on which little is left. */
export async function chooseDay(page: Page, index: number) {
  const day = days(page).nth(index);
  const href = (await day.getAttribute("href")) ?? "";
  await day.click();
  await expect(page).toHaveURL(new RegExp(/day=[\d-]+/.exec(href)?.[0] ?? "day="));
}

/** Chooses a time by its place among those that are free; answers it. */
export async function chooseTime(page: Page, index: number): Promise<string> {
  const time = times(page).nth(index);
  const value = (await time.getAttribute("value")) ?? "";
  await time.check({ force: true });
  return value;
}

/** Keeps the chosen time and looks it over. */
export async function keep(page: Page) {
  await page.getByRole("button", { name: "下一步：核对" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("核对");
}

/** Says yes; answers the path of the ticket. */
export async function confirm(page: Page): Promise<string> {
  await page.getByRole("button", { name: "确认预约" }).click();
  await expect(page.getByRole("status").filter({ hasText: "约好了" })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** The whole way; answers the path of the ticket. */
export async function book(page: Page, day = 1, time = 0): Promise<string> {
  await toTimes(page);
  await chooseDay(page, day);
  await chooseTime(page, time);
  await keep(page);
  return confirm(page);
}
