// Calendars read visits along: two programs that read calendar files, written by others, read ours. And what links in messages do.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import ICAL from "ical.js";
import ical from "node-ical";
import { lastMessage, signUp, somePhone } from "./support/account";
import { expect, newContext, test } from "./support/test";

interface Read {
  method: string;
  events: { uid: string; sequence: number; starts: Date; summary: string; location: string; status: string }[];
}

function byIcalJs(file: string): Read {
  const calendar = new ICAL.Component(ICAL.parse(file));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const status = String(component.getFirstPropertyValue("status"));
    const { uid, sequence, summary, location } = event;
    return { uid, sequence: Number(sequence), starts: event.startDate.toJSDate(), summary, location, status };
  });
  return { method: String(calendar.getFirstPropertyValue("method")), events };
}

function byNodeIcal(file: string): Read {
  const all = Object.values(ical.sync.parseICS(file));
  const calendar = all.find((part) => part?.type === "VCALENDAR") as { method?: string } | undefined;
  const events = all.flatMap((part) => {
    if (part?.type !== "VEVENT") return [];
    const { uid, sequence, start, summary, location, status } = part;
    return [{ uid, sequence: Number(sequence), starts: new Date(start), summary: String(summary), location: String(location), status: String(status) }];
  });
  return { method: String(calendar?.method), events };
}

const parsers = { "ical.js": byIcalJs, "node-ical": byNodeIcal };

for (const [name, read] of Object.entries(parsers)) {
  test(`${name} reads the samples as they were meant`, () => {
    const sample = (file: string) => read(readFileSync(new URL(`examples/calendars/${file}`, import.meta.url), "utf8"));
    const feed = sample("feed.ics");
    expect(feed.method).toBe("PUBLISH");
    expect(feed.events).toHaveLength(2);
    expect(feed.events[0]).toEqual({
      uid: "019abc00-0000-7000-8000-000000000001@city.example",
      sequence: 3,
      starts: new Date("2026-11-24T01:00:00Z"),
      summary: "身份证、居住证（成都市市民中心）",
      location: '武侯区锦悦西路2号, "一楼"; 东门',
      status: "CONFIRMED",
    });
    expect(sample("empty.ics").events).toHaveLength(0);
    const cancelled = sample("cancelled.ics");
    expect([cancelled.method, cancelled.events[0]?.status]).toEqual(["CANCEL", "CANCELLED"]);
  });
}

/** Books the first place that is free for a matter of the demonstration, on pages alone. */
async function book(page: Page, matter: string) {
  await page.goto(`/zh/book/${matter}/civic-centre`);
  const later = page.locator(".month a.day").nth(3);
  await later.click();
  await page.locator('input[name="time"]:enabled').last().check();
  await page.locator('form:has(input[name="time"]) button[type="submit"]').click();
  await page.getByRole("button", { name: "确认预约" }).click();
  await expect(page).toHaveURL(/\/me\/appointments\/[^/]+\?done=confirmed/);
}

test("a calendar follows what is booked and cancelled, until its address is taken back", async ({ page }) => {
  await signUp(page, somePhone());
  await book(page, "exit-entry");
  const visit = new URL(page.url()).pathname;
  await page.goto("/zh/me/appointments/calendar");
  await page.getByRole("button", { name: "生成地址" }).click();
  const address = (await page.locator(".secret").textContent()) ?? "";
  expect(address).toMatch(/^https?:\/\/[^/]+\/zh\/calendars\/[\w-]{43}\.ics$/);
  const path = new URL(address).pathname;
  const first = await page.request.get(path);
  expect(first.headers()["content-type"]).toContain("text/calendar");
  const file = await first.text();
  for (const read of Object.values(parsers)) {
    const calendar = read(file);
    expect(calendar.events.map((event) => [event.sequence, event.status])).toEqual([[0, "CONFIRMED"]]);
  }
  const again = await page.request.get(path, { headers: { "if-none-match": first.headers().etag ?? "" } });
  expect(again.status()).toBe(304);

  const single = await page.request.get(`${visit}/visit.ics`);
  expect(byIcalJs(await single.text()).events).toEqual(byIcalJs(file).events);
  await page.goto(`${visit}/cancel`);
  await page.getByRole("main").getByRole("button", { name: "取消预约" }).click();
  expect(byNodeIcal(await (await page.request.get(path)).text()).events).toEqual([]);
  const cancelled = byNodeIcal(await (await page.request.get(`${visit}/visit.ics`)).text());
  expect([cancelled.method, cancelled.events[0]?.sequence]).toEqual(["CANCEL", 1]);

  await page.goto("/zh/me/appointments/calendar");
  await expect(page.locator(".secret")).toHaveCount(0);
  await page.getByRole("button", { name: "停用地址" }).click();
  await expect(page.getByRole("status")).toContainText("停用");
  expect((await page.request.get(path)).status()).toBe(404);
});

test("the link of a message shows, moves and cancels a visit without an account, and tells no name", async ({ page, browser, baseURL }) => {
  const phone = somePhone();
  await signUp(page, phone);
  await book(page, "property");
  const link = /https?:\/\/\S+(\/visits\/[\w-]{43})/.exec(await lastMessage(page, phone))?.[1] ?? "";
  expect(link).not.toBe("");
  const context = await newContext(browser, baseURL, { javaScriptEnabled: false });
  const there = await context.newPage();
  const answer = await there.goto(`/zh${link}`);
  expect(answer?.headers()["referrer-policy"]).toBe("no-referrer");
  await expect(there.getByRole("main")).toContainText("预约号");
  await expect(there.getByRole("main")).not.toContainText(phone.slice(-4));
  await there.getByRole("link", { name: "改时间" }).click();
  await there.locator('input[name="time"]:enabled').first().check();
  await there.getByRole("button", { name: "改到这个时间" }).click();
  await expect(there).toHaveURL(`/zh${link}`);
  await there.getByRole("button", { name: "取消预约" }).click();
  await expect(there.getByRole("status")).toContainText("已经取消");
  expect((await there.goto(`/zh${link.slice(0, -4)}AAAA`))?.status()).toBe(404);
  await context.close();
});

test("whoever waits is asked for days that make sense, and stands in line until they leave", async ({ page }) => {
  await signUp(page, somePhone());
  await page.goto("/zh/book/marriage/civic-centre/wait");
  await page.locator("#until").fill("2020-01-01");
  await page.getByRole("button", { name: "排候补" }).click();
  await expect(page.getByRole("alert")).toContainText("最晚那天");
  await page.locator("#until").fill(await page.locator("#from").inputValue());
  await page.getByRole("button", { name: "排候补" }).click();
  await expect(page).toHaveURL("/zh/me/waiting?done=joined");
  await page.getByRole("button", { name: "退出候补" }).click();
  await expect(page).toHaveURL("/zh/me/waiting?done=left");
});
