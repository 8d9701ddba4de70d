// Family and companies with scripts switched off.

import { agentComesAndGoes, askAgreeEnd } from "./support/kin";
import { test } from "./support/test";

test("a relative is asked, agrees in their own account, and ends it", async ({ browser, baseURL }) => {
  await askAgreeEnd(browser, baseURL, false, "13900000002", "13900000003");
});

test("an agent of a company comes and goes", async ({ browser, baseURL }) => {
  await agentComesAndGoes(browser, baseURL, false, "13900000004");
});
