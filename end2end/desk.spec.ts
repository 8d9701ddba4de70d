// The desk: the way of a text, writing as one goes, and pages everybody can use.

import { violations } from "./support/axe";
import { signIn, somebody, wholeWay } from "./support/desk";
import { expect, newContext, test } from "./support/test";

test("a text goes from a file to the public and away again", async ({ browser, baseURL, page }) => {
  test.setTimeout(180_000);
  await wholeWay(browser, baseURL, page, true);
});

test("what one types is saved as one goes, and the second person is told who is writing", async ({ browser, baseURL }, { project }) => {
  const code = project.name.startsWith("phone") ? "510100-06-002" : "510100-06-003";
  const first = await somebody(browser, baseURL, "police.editor", true);
  const second = await somebody(browser, baseURL, "police.admin", true);
  await first.page.goto(`/zh/desk/items/${code}/edit?section=basics`);
  await expect(first.page.locator("html")).toHaveAttribute("data-islands", "ready");
  const sentence = `边写边存 ${Date.now()}`;
  const saved = first.page.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().includes("/edit"), { timeout: 15_000 });
  await first.page.locator('[id="summary.zh"]').fill(sentence);
  expect((await saved).ok()).toBe(true);
  await expect(first.page.getByRole("status").filter({ hasText: "已保存" })).toBeVisible({ timeout: 15_000 });
  await second.page.goto(`/zh/desk/items/${code}/edit?section=basics`);
  await expect(second.page.locator('[id="summary.zh"]')).toHaveValue(sentence);
  await expect(second.page.getByText(/也在编辑/)).toBeVisible();
  await first.context.close();
  await second.context.close();
});

const pages: [string, string[]][] = [
  ["police.admin", ["/desk", "/desk/items", "/desk/items/new", "/desk/items/510100-06-001", "/desk/items/510100-06-001/history", "/desk/items/510100-06-001/review", "/desk/items/510100-06-001/withdraw", "/desk/items/510100-06-004/edit?section=basics", "/desk/items/510100-06-004/edit?section=materials", "/desk/items/510100-06-004/edit?section=time", "/desk/items/510100-06-004/preview", "/desk/calendar", "/desk/exchange"]],
  ["city.admin", ["/desk/vocabulary", "/desk/vocabulary/departments", "/desk/vocabulary/areas/record?key=official", "/desk/vocabulary/synonyms", "/desk/vocabulary/calendar", "/desk/vocabulary/zero-hits"]],
];
for (const theme of ["light", "dark"] as const) {
  for (const mode of ["standard", "elder"] as const) {
    for (const [account, paths] of pages) {
      test(`axe finds no fault with the desk of ${account}, ${mode}, ${theme}, and nothing scrolls sideways`, async ({ browser, baseURL, viewport, elderVisitor }) => {
        test.setTimeout(120_000);
        const context = await newContext(browser, baseURL, {
          colorScheme: theme,
          viewport,
          storageState: mode === "elder" ? elderVisitor : undefined,
        });
        const page = await context.newPage();
        await signIn(page, account, "/desk");
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
}
