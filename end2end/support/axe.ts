// Accessibility rules, checked by axe in the page itself.

import axe from "axe-core";
import type { Page } from "@playwright/test";

/** What axe objects to, one line each: the rule, what it asks for, and where. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated rather than added as a script element, which the content security policy would refuse.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 3).map((node) => node.target.join(" ")) }));
  });
  return found.map(({ id, help, where }) => `${id}: ${help}: ${where.join(" | ")}`);
}
