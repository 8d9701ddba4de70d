// Family and companies: asked, agreed, ended; and pages everybody can use.

import { violations } from "./support/axe";
import { signIn } from "./support/account";
import { agentComesAndGoes, askAgreeEnd, resident } from "./support/kin";
import { expect, newContext, test } from "./support/test";

test("a relative is asked, agrees in their own account, and ends it", async ({ browser, baseURL }, { project }) => {
  const desktop = project.name.startsWith("desktop");
  const [helper, relative] = desktop ? ["13900000003", "13900000004"] : ["13900000004", "13900000002"];
  await askAgreeEnd(browser, baseURL, true, helper, relative);
});

test("an agent of a company comes and goes", async ({ browser, baseURL }, { project }) => {
  await agentComesAndGoes(browser, baseURL, true, project.name.startsWith("desktop") ? "13900000003" : "13900000002");
});

test("what is missing is said in words", async ({ browser, baseURL }) => {
  const { context, page } = await resident(browser, baseURL, "13900000002", true);
  await page.goto("/zh/me/family/add");
  await page.getByRole("button", { name: "请对方同意" }).click();
  await expect(page.getByRole("alert")).toContainText("请填手机号或邮箱");
  await context.close();
});

for (const theme of ["light", "dark"] as const) {
  for (const mode of ["standard", "elder"] as const) {
    test(`axe finds no fault with family and companies, ${mode}, ${theme}, and nothing scrolls sideways`, async ({ browser, baseURL, viewport, elderVisitor }) => {
      test.setTimeout(90_000);
      const context = await newContext(browser, baseURL, {
        colorScheme: theme,
        viewport,
        storageState: mode === "elder" ? elderVisitor : undefined,
      });
      const page = await context.newPage();
      await signIn(page, "13900000001", "demonstration-only", "/me/family");
      const tie = await page.locator("section:has(#helps) a.row").first().getAttribute("href");
      const paths = ["/me/family", "/me/family/add", tie?.replace(/^\/zh/, "") ?? "", "/me/acting", "/me/companies", "/me/companies/add", "/me/companies/91510104MA6012340U"];
      for (const path of paths) {
        const language = mode === "elder" ? "zh" : "en";
        await page.goto(`/${language}${path}`);
        expect(await violations(page), `${language}${path}`).toEqual([]);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(beyond, `${path} is as wide as the screen`).toBeLessThanOrEqual(0);
      }
      await context.close();
    });
  }
}
