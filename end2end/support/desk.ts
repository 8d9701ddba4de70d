// The desk of the city's own people: signing in, and the way of a text from a file to the public and away again.

import { expect, test, type APIRequestContext, type Browser, type BrowserContext, type Cookie, type Page } from "@playwright/test";
import { codeSent } from "./outbox";
import { newContext } from "./test";

/** The phones of the demonstration's staff. */
const PHONES: Record<string, string> = {
  "city.admin": "+8613800000001",
  "police.editor": "+8613800000002",
  "police.reviewer": "+8613800000003",
  "police.admin": "+8613800000004",
  "police.clerk": "+8613800000005",
  auditor: "+8613800000006",
  "halls.admin": "+8613800000007",
  "halls.clerk": "+8613800000008",
};

/** Cookies of those who were signed in by this worker: signing in takes a while, and a browser's sessions are ten. */
const signedIn = new Map<string, Cookie[]>();

/** Leads somebody of the demonstration to a page of the desk, signed in as this worker did before where that still holds. */
export async function signIn(page: Page, name: string, target: string) {
  const key = `${test.info().project.use.baseURL} ${name}`;
  const before = signedIn.get(key);
  if (before) {
    await page.context().addCookies(before);
    await page.goto(`/zh${target}`);
    if (new URL(page.url()).pathname === `/zh${target.split("?")[0]}`) return;
  }
  await page.goto(`/zh/desk/sign-in?return=${encodeURIComponent(target)}`);
  await enterPassword(page, name);
  await enterSentCode(page, name);
  await expect(page).toHaveURL(`/zh${target}`);
  signedIn.set(key, await page.context().cookies());
}

/** Fills in the form of the staff's door. */
export async function enterPassword(page: Page, name: string, password = "demonstration-only") {
  await page.getByLabel("账号").fill(name);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("main").getByRole("button", { name: "登录工作台" }).click();
}

/** Takes the second step by a code to the phone; once more where somebody else signed in with the same name meanwhile. */
export async function enterSentCode(page: Page, name: string) {
  for (let round = 0; round < 4; round += 1) {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("还差一步");
    const send = page.getByRole("button", { name: /发短信到/ });
    const code = await codeSent(page.request, PHONES[name], () => send.click());
    await page.getByRole("textbox", { name: "验证码" }).fill(code);
    await page.locator("#by-code").locator("..").locator("..").getByRole("button", { name: "确认" }).click();
    if (!new URL(page.url()).pathname.endsWith("/sign-in/second-factor")) return;
  }
}

/** A context of its own in which somebody is signed in, with its page. */
export async function somebody(browser: Browser, baseURL: string | undefined, name: string, scripts: boolean) {
  const context = await newContext(browser, baseURL, { javaScriptEnabled: scripts });
  const page = await context.newPage();
  await signIn(page, name, "/desk");
  return { context, page };
}

/** An item like one that is there, under a code and a name of its own. */
async function itemLike(request: APIRequestContext, code: string, name: string) {
  const item = await (await request.get("/api/v1/items/510100-06-001")).json();
  for (const answered of ["updated_at", "url", "version"]) delete item[answered];
  return { ...item, code, name: { zh: name, en: `${code} trial` } };
}

/** Saves one field of a draft and hands it in. */
async function writeAndHandIn(page: Page, code: string, sentence: string, note: string) {
  await page.goto(`/zh/desk/items/${code}/edit?section=basics`);
  await page.locator('[id="summary.zh"]').fill(sentence);
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.goto(`/zh/desk/items/${code}/edit?section=basics`);
  await expect(page.locator('[id="summary.zh"]')).toHaveValue(sentence);
  await page.locator("#note").fill(note);
  await page.getByRole("button", { name: "提交审核" }).click();
  await expect(page.getByText("待审核").first()).toBeVisible();
}

/** Waits until residents are given a page with this status and this in it: a second is promised, and proven elsewhere. */
async function residentsGet(resident: Page, path: string, status: number, words: string) {
  const seen = async () => {
    const answer = await resident.request.get(path, { headers: { accept: "text/html" } });
    return answer.status() === status && (await answer.text()).includes(words);
  };
  await expect.poll(seen, { timeout: 3_000, intervals: [100] }).toBe(true);
  await resident.goto(path);
}

/** The next full minute that is not about to strike, as a field for city time takes it. */
function soon(): string {
  const minute = 60_000;
  const then = Math.ceil((Date.now() + 8_000) / minute) * minute;
  return new Date(then + 8 * 3_600_000).toISOString().slice(0, 16);
}

/**
 * Import → edit → review → publication at a time → second version → difference → withdrawal → audit, by two people and
 * an auditor, with residents looking.
 */
export async function wholeWay(browser: Browser, baseURL: string | undefined, resident: Page, scripts: boolean) {
  const code = `510100-06-t${Date.now().toString(36)}${scripts ? "s" : "n"}`;
  const name = `试办${code.slice(-7)}`;
  const contexts: BrowserContext[] = [];
  const enter = async (account: string) => {
    const { context, page } = await somebody(browser, baseURL, account, scripts);
    contexts.push(context);
    return page;
  };
  const [editor, reviewer, auditor] = [await enter("police.editor"), await enter("police.reviewer"), await enter("auditor")];

  // A file becomes a draft, tried first.
  const file = Buffer.from(JSON.stringify([await itemLike(editor.request, code, name)]));
  await editor.goto("/zh/desk/exchange");
  await editor.getByLabel("文件里是什么").selectOption("catalogue");
  await editor.locator("#file").setInputFiles({ name: "items.json", mimeType: "application/json", buffer: file });
  await editor.getByLabel("先试一遍").check();
  await editor.getByRole("button", { name: "上传" }).click();
  await expect(editor.getByText("试过了，没有问题，还没有导入。")).toBeVisible({ timeout: 20_000 });
  await editor.getByRole("button", { name: "现在导入" }).click();
  await expect(editor.getByText("已全部导入。")).toBeVisible({ timeout: 20_000 });
  expect((await resident.goto(`/zh/items/${code}`))?.status()).toBe(404);

  await writeAndHandIn(editor, code, "第一次写的一句话。", "第一次发布");

  // Whoever wrote it cannot approve it; another person can, for a time to come.
  await editor.goto(`/zh/desk/items/${code}/review`);
  await expect(editor.getByRole("button", { name: "通过" })).toHaveCount(0);
  await reviewer.goto(`/zh/desk/items/${code}/review`);
  await reviewer.locator("#publish_at").fill(soon());
  await reviewer.getByRole("button", { name: "通过" }).click();
  await expect(reviewer.getByText("待生效").first()).toBeVisible();
  expect((await resident.goto(`/zh/items/${code}`))?.status()).toBe(404);
  await expect
    .poll(async () => (await resident.goto(`/zh/items/${code}`))?.status(), { timeout: 90_000, intervals: [1_000] })
    .toBe(200);
  await expect(resident.getByText("第一次写的一句话。")).toBeVisible();

  // A second version, at once; the first stays where it was and says what it is.
  await writeAndHandIn(editor, code, "第二次写的一句话。", "说得更清楚");
  await reviewer.goto(`/zh/desk/items/${code}/review`);
  await expect(reviewer.locator("del").filter({ hasText: "一" }).first()).toBeVisible();
  await reviewer.getByRole("button", { name: "通过" }).click();
  await expect(reviewer.getByText("已发布").first()).toBeVisible();
  await residentsGet(resident, `/zh/items/${code}`, 200, "第二次写的一句话。");
  await expect(resident.getByText("第二次写的一句话。")).toBeVisible();
  await resident.getByRole("link", { name: /更新/ }).first().click();
  await expect(resident.getByText("说得更清楚")).toBeVisible();
  await resident.goto(`/zh/items/${code}/versions/1`);
  await expect(resident.getByText("第一次写的一句话。")).toBeVisible();
  await expect(resident.getByText(/第 1 版/).first()).toBeVisible();
  await reviewer.goto(`/zh/desk/items/${code}/history?from=1&to=2`);
  await expect(reviewer.locator("ins").first()).toBeVisible();

  // Away again, with a reason residents read; all of it written down.
  await reviewer.goto(`/zh/desk/items/${code}/withdraw`);
  await reviewer.getByLabel("原因").fill("内容有错，改好之前不能办理。");
  await reviewer.getByRole("button", { name: "马上撤下" }).click();
  await expect(reviewer.getByText("已撤下").first()).toBeVisible();
  await residentsGet(resident, `/zh/items/${code}`, 410, "改好之前不能办理");
  await expect(resident.getByText("内容有错，改好之前不能办理。")).toBeVisible();
  await auditor.goto(`/zh/desk/audit?subject=${code}`);
  for (const act of ["item.submit", "item.approve", "item.publish", "item.withdraw"]) {
    const words = await auditor.locator(`option[value="${act}"]`).textContent();
    await expect(auditor.getByRole("cell").filter({ hasText: words ?? act }).first()).toBeVisible();
  }
  for (const context of contexts) await context.close();
}
