// The department's own application that runs beside the portal under test.

import { expect, type Page, type TestInfo } from "@playwright/test";

/** Its address: each engine's portal has one of its own. */
export function applicationOf(info: TestInfo): string {
  const port = info.project.name.endsWith("postgres") ? process.env.E2E_POSTGRES_APPLICATION_PORT : process.env.E2E_APPLICATION_PORT;
  return `http://localhost:${port}`;
}

/** What the application says it was told of the person. */
export async function told(page: Page, claim: string): Promise<string> {
  return (await page.locator(`[data-claim="${claim}"]`).first().textContent()) ?? "";
}

/** Agrees to what is passed on, where the portal asks, and comes back to the application. */
export async function agree(page: Page, application: string) {
  await page.getByRole("button", { name: "同意并登录" }).click();
  await expect(page).toHaveURL(`${application}/`);
}
