// Signing in to a department's application with scripts switched off.

import { signUp, somePhone } from "./support/account";
import { agree, applicationOf, told } from "./support/application";
import { expect, test } from "./support/test";

test("signing in to an application, and out, needs no scripts", async ({ page }, info) => {
  const application = applicationOf(info);
  await signUp(page, somePhone());
  await page.goto(`${application}/login`);
  await agree(page, application);
  expect(await told(page, "sub")).toMatch(/^[0-9a-f]{64}$/);
  await page.goto("/zh/oauth/logout?client_id=e2e-department");
  await page.getByRole("main").getByRole("button", { name: "退出登录" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("已退出登录");
  await page.goto("/zh/me");
  await expect(page).toHaveURL(/sign-in/);
});
