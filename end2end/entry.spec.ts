// The way in: signing up, by code, by password, a lost password, on pages everybody can use.

import { lastCode, lastMessage, PASSWORD, signIn, signUp, someEmail, somePhone, typeCode } from "./support/account";
import { violations } from "./support/axe";
import { expect, newContext, test } from "./support/test";

const main = (page: import("@playwright/test").Page) => page.getByRole("main");

test("somebody signs up with a phone in a minute and comes back with the password", async ({ page, browser, baseURL }) => {
  const phone = somePhone();
  const begun = Date.now();
  await signUp(page, phone, "/settings");
  expect(Date.now() - begun).toBeLessThan(60_000);
  const other = await newContext(browser, baseURL);
  const there = await other.newPage();
  await signIn(there, phone, PASSWORD, "/settings");
  await there.goto("/zh/sign-in");
  await expect(there).not.toHaveURL(/sign-in/);
  await other.close();
});

test("somebody signs up by mail, signs out, and signs in with a code", async ({ page }) => {
  const email = someEmail();
  await signUp(page, email, "/settings");
  await page.context().clearCookies({ name: /session/ });
  await page.goto("/zh/sign-in?return=/settings");
  await expect(main(page)).toContainText("登录后回到：显示与语言");
  await page.locator("summary").filter({ hasText: "验证码" }).click();
  await page.locator("#address").fill(email);
  await main(page).getByRole("button", { name: "获取验证码" }).click();
  await typeCode(page, await lastCode(page, email));
  await expect(page).toHaveURL("/zh/settings");
});

test("a wrong code and a wrong password are said in words, beside the field and on top", async ({ page }) => {
  await page.goto("/en/sign-in?way=code");
  await page.locator("#address").fill(somePhone());
  await main(page).getByRole("button", { name: "Send a code" }).click();
  await expect(page).toHaveURL(/\/en\/sign-in\/code\?id=/);
  await typeCode(page, "000000");
  await expect(page.getByRole("alert")).toContainText("That code is wrong or too old");
  await expect(page.locator("#code")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#code")).toHaveValue("");
  await page.goto("/en/sign-in");
  await page.locator("#name").fill(somePhone());
  await page.locator("#password").fill("not the password");
  await page.locator('form:has(#password) button[type="submit"]').click();
  await expect(page.getByRole("alert")).toContainText("do not match");
  await expect(page.locator("#password")).toHaveValue("");
});

test("a lost password is set anew and the person is told", async ({ page }) => {
  const phone = somePhone();
  await signUp(page, phone, "/settings");
  await page.context().clearCookies({ name: /session/ });
  await page.goto("/zh/sign-in?return=/settings");
  await page.getByRole("link", { name: "登不上，怎么办" }).click();
  await page.locator("#address").fill(phone);
  await main(page).getByRole("button", { name: "获取验证码" }).click();
  await typeCode(page, await lastCode(page, phone));
  await page.locator("#password").fill("password1");
  await main(page).getByRole("button", { name: "设好并登录" }).click();
  await expect(page.getByRole("alert")).toContainText("太常见");
  await page.locator("#password").fill("玉垒浮云变古今，花近高楼");
  await main(page).getByRole("button", { name: "设好并登录" }).click();
  await expect(page).toHaveURL("/zh/settings");
  await expect.poll(() => lastMessage(page, phone)).toContain("重新设置");
});

test("the pages of the way in say to those who hear them what they show", async ({ page }) => {
  await page.goto("/en/sign-in");
  await expect(main(page)).toMatchAriaSnapshot(`
    - heading "Sign in to Yitong" [level=1]
    - group "Next time":
      - checkbox "Stay signed in on this device Only on a device of your own"
    - button "Sign in with a passkey"
    - group:
      - text: /Sign in with a password/
      - textbox "Phone, email or account name"
      - textbox "Password"
      - group "Next time":
        - checkbox "Stay signed in on this device Only on a device of your own"
      - button "Sign in"
    - group: Sign in with a code
    - list:
      - listitem:
        - link "Sign up"
      - listitem:
        - link "Cannot sign in?"
    - region "Other ways":
      - heading "Other ways" [level=2]
      - list:
        - listitem:
          - link "Sign in with Provincial sign-in"
        - listitem:
          - link "Sign in with National sign-in"
    - paragraph: Our staff never ask for your code. If somebody does, hang up.
  `);
  await page.goto("/en/sign-up");
  await expect(main(page)).toMatchAriaSnapshot(`
    - heading "Sign up" [level=1]
    - textbox "Phone or email"
    - group "Terms":
      - checkbox "I agree to the terms and privacy notice"
    - button "Send a code"
    - list:
      - listitem:
        - link "Read the terms and privacy notice"
      - listitem:
        - 'link "I have an account: sign in"'
  `);
  await page.locator("#address").fill(somePhone());
  await page.locator("#agreed").check();
  await main(page).getByRole("button", { name: "Send a code" }).click();
  await expect(main(page)).toMatchAriaSnapshot(`
    - heading "Enter the code" [level=1]
    - paragraph: /We sent six digits to 139\\*\\*\\*\\*\\d{4}\\. They are good for 10 minutes\\./
    - textbox "Code"
    - group "Next time":
      - checkbox "Stay signed in on this device Only on a device of your own"
    - button "Sign up"
    - group: No code?
    - list:
      - listitem:
        - link "Use another phone or email"
  `);
});

for (const theme of ["light", "dark"] as const) {
  for (const mode of ["standard", "elder"] as const) {
    test(`axe finds no fault with the way in, ${mode}, ${theme}, and nothing scrolls sideways at 360`, async ({ browser, baseURL, elderVisitor }) => {
      test.setTimeout(90_000);
      const context = await newContext(browser, baseURL, {
        colorScheme: theme,
        viewport: { width: 360, height: 740 },
        storageState: mode === "elder" ? elderVisitor : undefined,
      });
      const page = await context.newPage();
      const fine = async (what: string) => {
        expect(await violations(page), what).toEqual([]);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(beyond, `${what} is as wide as the screen`).toBeLessThanOrEqual(0);
      };
      for (const language of ["zh", "en"]) {
        for (const path of ["/sign-in", "/sign-in?way=code&return=/me", "/sign-up", "/recover", "/privacy"]) {
          await page.goto(`/${language}${path}`);
          for (const closed of await page.locator("details:not([open]) > summary").all()) await closed.click();
          await fine(`${language}${path}`);
        }
      }
      const phone = somePhone();
      await page.goto("/zh/sign-up");
      await page.locator("#address").fill(phone);
      await main(page).getByRole("button", { name: "获取验证码" }).click();
      await expect(page.getByRole("alert")).toContainText("同意后才能办账号");
      await fine("a form that was refused");
      await page.locator("#agreed").check();
      await main(page).getByRole("button", { name: "获取验证码" }).click();
      await fine("the page that asks for the code");
      await typeCode(page, await lastCode(page, phone));
      await expect(page).toHaveURL(/sign-up\/next/);
      await page.locator("summary").filter({ hasText: "密码" }).click();
      await fine("the page after signing up");
      await context.close();
    });
  }
}
