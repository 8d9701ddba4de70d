// Offices as those who keep them go through them, and a resident who has a visit there.

import { expect, type Browser, type Page } from "@playwright/test";
import { signIn as signInResident } from "./account";
import { somebody } from "./desk";
import { newContext } from "./test";

/** A day so many days from now, as the city's calendar has it. */
function day(ahead: number): string {
  return new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** Fills in a stretch of a form: the whole of the day, every day. */
async function openEveryDay(page: Page, ends: string) {
  for (const name of ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]) {
    await page.locator(`input[name="days-0"][value="${name}"]`).check();
  }
  await page.locator("#begins-0").fill("09:00");
  await page.locator("#ends-0").fill(ends);
  await page.locator("#counters-0").fill("2");
  await page.locator("#walk_in-0").fill("1");
}

/** Books a visit at a time, as a machine of the resident's own would; answers its code. */
async function book(browser: Browser, baseURL: string | undefined, office: string, startsAt: string, phone: string) {
  const context = await newContext(browser, baseURL);
  const page = await context.newPage();
  await signInResident(page, phone, "demonstration-only", "/me");
  const code = await page.evaluate(
    async ([at, where]) => {
      const headers = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
      const hold = { matter: "id-card", office: where, starts_at: at };
      const held = await (await fetch("/api/v1/holds", { method: "POST", headers, body: JSON.stringify(hold) })).json();
      const yes = JSON.stringify({ hold: held.id });
      const booked = await fetch("/api/v1/appointments", { method: "POST", headers, body: yes });
      const visit = await booked.json();
      return visit.code ?? JSON.stringify([held, visit]);
    },
    [startsAt, office] as const,
  );
  await context.close();
  return String(code).replaceAll(/\s/g, "");
}

/** A new office with counters and hours, by forms alone; its path. */
export async function newOffice(page: Page, code: string) {
  await page.goto("/zh/desk/offices");
  await page.getByRole("link", { name: "新增网点" }).click();
  await page.getByRole("button", { name: "新增网点" }).click();
  await expect(page.getByRole("alert")).toContainText("编号是 3 到 40 个小写字母");
  await page.locator("#code").fill(code);
  await page.locator("#department").selectOption("CD44");
  await page.locator("#name_zh").fill(`试办大厅${code}`);
  await page.locator("#name_en").fill(`Trial hall ${code}`);
  await page.locator("#phone").fill("028-12345");
  await page.locator("#division").selectOption("510107");
  await page.locator("#address_zh").fill("试办的地方");
  await page.locator("#address_en").fill("A place on trial");
  await page.locator("#is_open").check();
  await page.getByRole("button", { name: "新增网点" }).click();
  await expect(page.getByRole("status")).toContainText("网点加好了");

  await page.getByRole("link", { name: "新增窗口组" }).click();
  await page.locator("#name_zh").fill("一号窗口");
  await page.locator("#name_en").fill("Counter one");
  await page.locator("#slot_minutes").fill("30");
  await page.locator("#horizon_days").fill("7");
  await page.locator('input[name="matters"][value="id-card"]').check();
  await page.getByRole("button", { name: "新增窗口组" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("开放时间");
  await openEveryDay(page, "12:00");
  await page.getByRole("button", { name: "看看会怎样" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("确认");
  await expect(page.locator("section:has(#preview)")).toContainText("09:00–12:00");
  await page.getByRole("button", { name: "确认修改" }).click();
  await expect(page.getByRole("status")).toContainText("开放时间改好了");
}

/** An office is made, its hours are cut under a visit, and the visit goes where it was decided. */
export async function keepsAnOffice(browser: Browser, baseURL: string | undefined, scripts: boolean, phone: string) {
  const code = `trial-${Date.now().toString(36)}${scripts ? "s" : "n"}`;
  const { context, page } = await somebody(browser, baseURL, "halls.admin", scripts);
  await newOffice(page, code);
  const visit = await book(browser, baseURL, code, `${day(2)}T11:30:00+08:00`, phone);
  expect(visit).toMatch(/^[2-9A-Z]{8}$/);

  // Cut to half past eleven: the visit is shown, and nothing happens before that is confirmed.
  await page.getByRole("link", { name: "开放时间" }).click();
  await page.locator("#ends-0").fill("11:30");
  await page.getByRole("button", { name: "看看会怎样" }).click();
  const hit = page.locator("section:has(#hit)");
  await expect(hit).toContainText(`${visit.slice(0, 4)} ${visit.slice(4)}`);
  await page.getByRole("button", { name: "回去再改" }).click();
  await expect(page.locator("#ends-0")).toHaveValue("11:30");
  await page.getByRole("button", { name: "看看会怎样" }).click();
  await hit.getByRole("radio", { name: /取消并告诉本人/ }).check();
  await page.getByRole("button", { name: "照上面的办法修改" }).click();
  await expect(page.getByRole("alert")).toContainText("请填写");
  await hit.getByRole("radio", { name: /改到最近的空位/ }).check();
  await page.getByRole("button", { name: "照上面的办法修改" }).click();
  await expect(page.getByRole("main")).toContainText("1 个号改了时间，已通知本人");

  // The visit stands at its new time, and is called off with a reason.
  await page.goto(`/zh/desk/offices/visits?code=${visit}`);
  await expect(page.locator("section:has(#visit)")).toContainText("09:00");
  await page.locator("#reason-call-off").fill("系统检修");
  await page.getByRole("button", { name: "取消这个预约" }).click();
  await expect(page.getByRole("status")).toContainText("已通知本人");
  await expect(page.locator("section:has(#visit)")).toContainText("已取消");

  // Closed on a day, which the week shows, and open again.
  await page.goto(`/zh/desk/offices/${code}/closures`);
  await page.locator("#from").fill(day(1));
  await page.locator("#until").fill(day(1));
  await page.locator("#closing_zh").fill("消防演练");
  await page.locator("#closing_en").fill("A fire drill");
  await page.getByRole("button", { name: "看看会怎样" }).click();
  await page.getByRole("button", { name: "确认修改" }).click();
  await page.goto(`/zh/desk/offices/${code}/week?from=${day(1)}`);
  await expect(page.getByRole("main")).toContainText("停业：消防演练");
  await page.goto(`/zh/desk/offices/${code}/closures`);
  await page.getByRole("button", { name: "取消停业" }).click();
  await page.getByRole("button", { name: "确认修改" }).click();
  await expect(page.getByRole("status")).toContainText("停业取消了");
  await context.close();
}
