// Passkeys need scripts: without them nothing of them is in the way, and the page says why.

import { signUp, somePhone } from "./support/account";
import { expect, test } from "./support/test";

test("the list says what is missing, and signing in stands without the button", async ({ page }) => {
  await signUp(page, somePhone(), "/me/security/passkeys");
  await expect(page.getByText("这个浏览器不能添加通行密钥")).toBeVisible();
  await expect(page.getByRole("button", { name: "添加通行密钥" })).toBeHidden();
  await page.context().clearCookies({ name: /session/ });
  await page.goto("/zh/sign-in");
  await expect(page.getByRole("button", { name: "用通行密钥登录" })).toBeHidden();
});
