// The way of a real name: declared, verified with the register, seen at a counter; the same with and without scripts.

import { expect, type Browser, type Page } from "@playwright/test";
import { signUp, somePhone } from "./account";
import { somebody } from "./desk";

/** Somebody of the demonstration's register: made up, and nobody's account is theirs before a test makes one. */
export interface Resident {
  name: string;
  masked: string;
  number: string;
}

/** A level never falls, and a number is verified once: each run has its own. */
export const RESIDENTS = {
  desktop: { name: "周文涛", masked: "周*涛", number: "510104198811020054" },
  phone: { name: "艾尔肯·吐尔逊", masked: "艾*****逊", number: "510106199101120218" },
  noScripts: { name: "欧阳锦程", masked: "欧**程", number: "510115194705040511" },
} satisfies Record<string, Resident>;

/** Looks at every page on the way. */
type Look = (page: Page) => Promise<void>;

async function fill(page: Page, name: string, number: string) {
  await page.getByRole("textbox", { name: "姓名" }).fill(name);
  await page.getByRole("textbox", { name: "证件号码" }).fill(number);
}

async function shownInPart(page: Page, resident: Resident) {
  await expect(page.getByText(resident.masked).first()).toBeVisible();
  await expect(page.getByText(`${resident.number.slice(0, 3)}***********${resident.number.slice(-4)}`).first()).toBeVisible();
  const html = await page.content();
  expect(html).not.toContain(resident.number);
  expect(html).not.toContain(resident.name);
}

/** From level 1 to level 4. */
export async function wholeWay(browser: Browser, baseURL: string | undefined, page: Page, resident: Resident, scripts: boolean, look: Look) {
  const phone = somePhone();
  await signUp(page, phone, "/me/real-name");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("实名认证");
  await expect(page.locator("li[aria-current=step]")).toContainText("一级 基本");
  await look(page);

  // Old numbers are told apart from mistyped ones, and what was typed stays.
  await fill(page, resident.name, resident.number.slice(0, 15));
  await page.getByRole("button", { name: "登记" }).click();
  await expect(page.getByRole("alert")).toContainText("15 位的旧号码");
  await expect(page.getByRole("textbox", { name: "姓名" })).toHaveValue(resident.name);
  await look(page);
  await fill(page, resident.name, resident.number);
  await page.getByRole("button", { name: "登记" }).click();
  await expect(page.getByRole("status")).toContainText("您现在是二级");
  await shownInPart(page, resident);
  await look(page);

  await page.getByRole("button", { name: "升到三级" }).click();
  await expect(page.getByRole("status")).toContainText("您现在是三级");
  await expect(page.locator("li[aria-current=step]")).toContainText("三级 实名");
  await shownInPart(page, resident);

  // At the counter.
  const { context, page: desk } = await somebody(browser, baseURL, "police.clerk", scripts);
  await desk.goto("/zh/desk/residents");
  if (scripts) await look(desk);
  await desk.getByLabel("手机号、邮箱或完整的证件号码").fill(phone);
  await desk.getByRole("button", { name: "查找账号" }).click();
  await expect(desk).toHaveURL(/\/zh\/desk\/residents\/r-[a-z0-9]+$/);
  await shownInPart(desk, resident);
  if (scripts) await look(desk);
  await fill(desk, resident.name, resident.number);
  await desk.getByLabel("看过的证件").selectOption("id-card");
  await desk.getByRole("button", { name: "升到四级" }).click();
  await expect(desk.getByRole("alert")).toContainText("请确认当面看到了本人");
  await desk.getByLabel("我当面看到了本人").check();
  await desk.getByRole("button", { name: "升到四级" }).click();
  await expect(desk.getByRole("status")).toContainText("现在是四级");
  await shownInPart(desk, resident);
  await context.close();

  await page.reload();
  await expect(page.locator("li[aria-current=step]")).toContainText("四级 窗口核验");
  await look(page);
}
