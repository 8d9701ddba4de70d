// A second step, proving again, devices and “this was not me”, as residents and staff meet them.

import { confirmIn, enterAsResident, residentIn, takeApp } from "./support/account";
import { violations } from "./support/axe";
import { enterPassword, somebody } from "./support/desk";
import { expect, newContext, test } from "./support/test";
import { totp } from "./support/totp";

/** Each project has a resident of its own: what one changes is not in the way of the other. */
const resident = (project: string) => (project.startsWith("phone") ? "13900000003" : "13900000004");

test("a resident takes an app, signs in with it and with a recovery code, and drops it", async ({ page, browser, baseURL }, info) => {
  const phone = resident(info.project.name);
  await enterAsResident(page, phone, "/me/security/second-factor");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("两步验证");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "加验证器" }).click();
  expect(await violations(page)).toEqual([]);
  const { secret, codes } = await takeApp(page);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "我存好了" }).click();
  await expect(page.getByText("已打开，每次登录都要两步。")).toBeVisible();

  const second = await residentIn(browser, baseURL, phone, true);
  await expect(second.page.getByRole("heading", { level: 1 })).toHaveText("还差一步");
  expect(await violations(second.page)).toEqual([]);
  await confirmIn(second.page, "6 位数字", "000000");
  await expect(second.page.getByRole("alert")).toContainText("不对");
  // The step it was confirmed by is used up; clocks may differ by one.
  await confirmIn(second.page, "6 位数字", totp(secret, 1));
  await expect(second.page).toHaveURL("/zh/me/security");

  for (const works of [true, false]) {
    const { context, page: third } = await residentIn(browser, baseURL, phone, true);
    await third.getByText("用恢复码").click();
    await confirmIn(third, "恢复码", codes[4]);
    if (works) await expect(third).toHaveURL("/zh/me/security");
    else await expect(third.getByRole("alert")).toContainText("用过");
    await context.close();
  }

  // Devices are signed out from the first one.
  await page.goto("/zh/me/security");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "退出其他所有设备" }).click();
  await expect(page.getByRole("status")).toContainText("其他设备都已退出");
  await second.page.reload();
  await expect(second.page).toHaveURL(/sign-in/);
  await second.context.close();

  await page.goto("/zh/me/security/second-factor");
  await page.getByRole("button", { name: "去掉验证器" }).click();
  await expect(page.getByRole("status")).toContainText("验证器去掉了");
  await page.getByRole("button", { name: "关掉" }).click();
  await expect(page.getByRole("status")).toContainText("关掉了");
});

test("what was not me ends the others and asks for another password", async ({ page, browser, baseURL }, info) => {
  const phone = info.project.name.startsWith("phone") ? "13900000001" : "13900000002";
  const other = await residentIn(browser, baseURL, phone, true);
  await expect(other.page).toHaveURL("/zh/me/security");
  await enterAsResident(page, phone, "/me/security");
  await page.getByRole("button", { name: /^这不是我/ }).first().click();
  await expect(page.getByText("原来的密码作废了")).toBeVisible();
  await other.page.reload();
  await expect(other.page).toHaveURL(/sign-in/);
  await other.context.close();
  await page.getByLabel("新密码", { exact: true }).fill("demonstration-only");
  await page.getByLabel("新密码再输一遍").fill("demonstration-only");
  await page.getByRole("button", { name: "修改密码" }).click();
  await expect(page.getByRole("status")).toContainText("密码改好了");
});

test("whoever begins at a desk takes an app before anything else", async ({ browser, baseURL }) => {
  const name = `new.${Date.now()}${Math.floor(Math.random() * 1_000)}`;
  const admin = await somebody(browser, baseURL, "city.admin", true);
  await admin.page.goto("/zh/desk/accounts/new");
  await admin.page.getByLabel("账号", { exact: true }).fill(name);
  await admin.page.getByLabel("姓名").fill("新来的人");
  await admin.page.getByRole("combobox", { name: "角色" }).selectOption("clerk");
  await admin.page.getByRole("combobox", { name: "部门" }).selectOption("CD06");
  await admin.page.getByLabel("密码").fill("a sentence is a good one");
  await admin.page.getByRole("button", { name: "建账号" }).click();
  await expect(admin.page.getByRole("status")).toContainText("账号建好了");

  const context = await newContext(browser, baseURL);
  const page = await context.newPage();
  await page.goto("/zh/desk/sign-in");
  await enterPassword(page, name, "a sentence is a good one");
  await expect(page).toHaveURL(/\/zh\/sign-in\/enrol\?return=/);
  expect(await violations(page)).toEqual([]);
  await page.goto("/zh/desk/items");
  await expect(page).toHaveURL(/\/zh\/sign-in\/enrol\?return=/);
  await takeApp(page);
  await page.getByRole("link", { name: "我存好了" }).click();
  await expect(page).toHaveURL("/zh/desk/items");
  await context.close();

  // A lost phone is for the admin to help with.
  await admin.page.getByRole("button", { name: "重设" }).click();
  await expect(admin.page.getByRole("status")).toContainText("第二道验证已重设");
  await admin.context.close();
});

test("an unused page warns before its session ends and stays signed in", async ({ page }) => {
  await enterAsResident(page, "13900000001", "/me/security/password");
  let left = 90;
  await page.route("**/session", (route) => {
    if (route.request().method() === "POST") left = 3_600;
    return route.fulfill({ json: { left } });
  });
  await page.clock.install();
  await page.reload();
  await page.clock.fastForward("59:00");
  const warning = page.getByRole("alert");
  await expect(warning).toContainText("2 分钟内不用，就会自动退出");
  // axe waits by the clock that stands still.
  await page.clock.resume();
  expect(await violations(page)).toEqual([]);
  await warning.getByRole("button", { name: "继续登录" }).click();
  await expect(warning).toHaveCount(0);
});
