// Verified once, through everywhere: a department's own application, a strict library, one account.

import { PASSWORD, signIn, signUp, somePhone } from "./support/account";
import { agree, applicationOf, told } from "./support/application";
import { violations } from "./support/axe";
import { expect, test } from "./support/test";

test("whoever is signed in opens an application, agrees once, and is known there by a number of its own", async ({ page }, info) => {
  const application = applicationOf(info);
  const phone = somePhone();
  await signUp(page, phone);

  await page.goto(`${application}/login`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("登录部门应用");
  await expect(page.getByText(`${phone.slice(0, 3)}****${phone.slice(-4)}`).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await agree(page, application);
  await expect(page.getByText("欢迎")).toBeVisible();
  const subject = await told(page, "sub");
  expect(subject).toMatch(/^[0-9a-f]{64}$/);
  expect(await told(page, "acr")).toBe("urn:yitong:realname:1");
  expect(await told(page, "phone_number")).toBe(`+86${phone}`);

  // Asked once: the second time the way there needs no hand, and silence is enough.
  await page.goto(`${application}/login`);
  await expect(page).toHaveURL(`${application}/`);
  await page.goto(`${application}/login?prompt=none`);
  await expect(page).toHaveURL(`${application}/`);
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(await told(page, "sub")).toBe(subject);

  // Tokens are made anew, and one that was used ends all of them.
  await page.getByRole("button", { name: "更新令牌" }).click();
  await expect(page.locator("[data-refreshed]")).toHaveText("1");
  await page.getByRole("button", { name: "重放旧令牌" }).click();
  await expect(page.getByRole("alert")).toHaveText("invalid_grant invalid_grant");
});

test("whoever is not signed in is led through the portal and to the application", async ({ page, browser, baseURL }, info) => {
  const application = applicationOf(info);
  const phone = somePhone();
  const context = await browser.newContext({ baseURL, locale: "zh-CN" });
  await signUp(await context.newPage(), phone);
  await context.close();

  await page.goto(`${application}/login?prompt=none`);
  await expect(page.getByRole("alert")).toHaveText("login_required");

  await page.goto(`${application}/login`);
  await expect(page).toHaveURL(/\/sign-in/);
  const name = page.locator("#name");
  if (!(await name.isVisible())) await page.locator("summary").filter({ hasText: "密码" }).click();
  await name.fill(phone);
  await page.locator("#password").fill(PASSWORD);
  await page.locator('form:has(#password) button[type="submit"]').click();
  await agree(page, application);
  await expect(page.getByText("欢迎")).toBeVisible();
});

test("who says no comes back without anything, and who needs a higher level is told how to get there", async ({ page }, info) => {
  const application = applicationOf(info);
  await signUp(page, somePhone());
  await page.goto(`${application}/login`);
  await page.getByRole("button", { name: "不登录了" }).click();
  await expect(page).toHaveURL(`${application}/`);
  await expect(page.getByRole("alert")).toHaveText("access_denied");

  await page.goto(`${application}/login?acr_values=urn:yitong:realname:3`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("需要");
  expect(await violations(page)).toEqual([]);
});

test("who rises to the level an application asks for goes on to it from there, known by that level", async ({ page }, info) => {
  const application = applicationOf(info);
  await signUp(page, somePhone());
  await page.goto(`${application}/login?acr_values=urn:yitong:realname:2`);
  await page.getByRole("link", { name: "去提升等级" }).click();
  await page.getByRole("textbox", { name: "姓名" }).fill("何晓明");
  await page.getByRole("textbox", { name: "证件号码" }).fill("11010519491231002X");
  await page.getByRole("button", { name: "登记" }).click();
  await expect(page.getByRole("status")).toContainText("您现在是二级");
  await page.getByRole("link", { name: "回到刚才的应用" }).click();
  await agree(page, application);
  expect(await told(page, "acr")).toBe("urn:yitong:realname:2");
});

test("an application is known by its logo where people agree and where it is connected", async ({ page }, info) => {
  const application = applicationOf(info);
  await signUp(page, somePhone());
  const drawn = () => page.locator("img.app-logo").evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth);
  await page.goto(`${application}/login`);
  await expect.poll(drawn).toBeGreaterThanOrEqual(128);
  await agree(page, application);
  await page.goto("/zh/me/applications");
  await expect.poll(drawn).toBeGreaterThanOrEqual(128);
});

test("an answer that was tampered with, or that another provider gave, is believed by no application", async ({ page }, info) => {
  const application = applicationOf(info);
  await signUp(page, somePhone());
  await page.goto(`${application}/login`);
  await agree(page, application);
  const ledTo = async (address: string) => (await page.request.get(address, { maxRedirects: 0 })).headers().location ?? "";
  const refused = { state: "OAUTH_INVALID_RESPONSE", iss: "OAUTH_INVALID_RESPONSE", code: "invalid_grant" };
  for (const [parameter, error] of Object.entries(refused)) {
    const callback = new URL(await ledTo(await ledTo(`${application}/login`)));
    expect(callback.searchParams.has(parameter)).toBe(true);
    callback.searchParams.set(parameter, "https://elsewhere.example");
    await page.goto(callback.href);
    await expect(page.getByRole("alert")).toHaveText(error);
  }
});

test("signing out at the application signs out of the portal, and the other way round", async ({ page, browser, baseURL }, info) => {
  const application = applicationOf(info);
  const phone = somePhone();
  await signUp(page, phone);
  await page.goto(`${application}/login`);
  await agree(page, application);
  await page.getByRole("link", { name: "退出" }).click();
  await expect(page).toHaveURL(new RegExp(`^${application}/`));
  await expect(page.getByText("您还没有登录")).toBeVisible();
  await page.goto("/zh/me/security");
  await expect(page).toHaveURL(/sign-in/);

  await signIn(page, phone);
  await page.goto(`${application}/login`);
  await expect(page).toHaveURL(`${application}/`);
  await expect(page.getByText("欢迎")).toBeVisible();
  // From another device.
  const context = await browser.newContext({ baseURL, locale: "zh-CN" });
  const other = await context.newPage();
  await signIn(other, phone, PASSWORD, "/me/security");
  await other.getByRole("button", { name: /^退出 .*登录的设备$/ }).first().click();
  await expect(other.getByRole("status")).toContainText("那台设备已退出");
  await expect(async () => {
    await page.goto(`${application}/`);
    await expect(page.getByText("您还没有登录")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
  await other.goto("/zh/me/applications/sign-ins");
  await expect(other.getByText("已退出").first()).toBeVisible();
  expect(await violations(other)).toEqual([]);
  await context.close();
});

test("a connected application is seen and taken back", async ({ page }, info) => {
  const application = applicationOf(info);
  await signUp(page, somePhone());
  await page.goto(`${application}/login`);
  await agree(page, application);
  await page.goto("/zh/me/applications");
  await expect(page.getByRole("heading", { name: "部门应用" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.locator("summary").filter({ hasText: "断开部门应用" }).click();
  await page.getByRole("button", { name: "断开", exact: true }).click();
  await expect(page.getByText("已断开")).toBeVisible();
  // The application is told, and has to ask again.
  await expect(async () => {
    await page.goto(`${application}/`);
    await expect(page.getByText("您还没有登录")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 10_000 });
  await page.goto(`${application}/login`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("登录部门应用");
});

test("an address nobody registered is never led to, and no frame holds the pages", async ({ page, request }) => {
  const asked = new URLSearchParams({
    client_id: "e2e-department",
    redirect_uri: "https://evil.example/callback",
    response_type: "code",
    scope: "openid",
    code_challenge: "x".repeat(43),
    code_challenge_method: "S256",
  });
  const answer = await request.get(`/oauth/authorize?${asked}`, { maxRedirects: 0 });
  expect(answer.status()).toBe(400);
  expect(answer.headers().location).toBeUndefined();
  expect(answer.headers()["x-frame-options"]).toBe("DENY");
  expect(answer.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
  await page.goto(`/zh/oauth/authorize?${asked}`);
  await expect(page.getByText("没有登记过的地址")).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
