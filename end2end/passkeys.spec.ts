// Passkeys, with an authenticator of the browser's own in place of a phone.

import type { CDPSession, Page } from "@playwright/test";
import { signUp, somePhone } from "./support/account";
import { violations } from "./support/axe";
import { expect, test } from "./support/test";

/** A device whose person is there and is who they are, until a test says otherwise. */
class Device {
  readonly #session: CDPSession;
  readonly #id: string;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
  }

  static async of(page: Page) {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Device(session, authenticatorId);
  }

  /** Whether the fingerprint is the right one. */
  async knowsItsUser(isUserVerified: boolean) {
    await this.#session.send("WebAuthn.setUserVerified", { authenticatorId: this.#id, isUserVerified });
  }

  /** Whether somebody touches it. */
  async isTouched(enabled: boolean) {
    await this.#session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: this.#id, enabled });
  }

  async keys() {
    const { credentials } = await this.#session.send("WebAuthn.getCredentials", { authenticatorId: this.#id });
    return credentials;
  }
}

const LIST = "/zh/me/security/passkeys";

async function add(page: Page, name: string) {
  await page.goto(LIST);
  await page.getByLabel("名称", { exact: true }).last().fill(name);
  await page.getByRole("button", { name: "添加通行密钥" }).click();
}

test("somebody adds a passkey, signs in with it by the button and by the field, and removes it", async ({ page }) => {
  await signUp(page, somePhone());
  const device = await Device.of(page);
  await add(page, "我的手机");
  await expect(page.getByRole("status")).toContainText("通行密钥添加好了");
  await expect(page.getByRole("heading", { name: "我的手机" })).toBeVisible();
  const keys = await device.keys();
  expect(keys.map((key) => [key.rpId, key.isResidentCredential])).toEqual([["localhost", true]]);
  expect(await violations(page)).toEqual([]);

  // The same device is told that it has one.
  await add(page, "再来一个");
  await expect(page.getByText("已经有您的通行密钥了")).toBeVisible();

  await device.isTouched(false);
  await page.context().clearCookies({ name: /session/ });
  await page.goto(`/zh/sign-in?return=${encodeURIComponent("/me/security/passkeys")}`);
  await expect(page.getByRole("button", { name: "用通行密钥登录" })).toBeVisible();
  await device.isTouched(true);
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await expect(page).toHaveURL(LIST);

  const session = async () => (await page.context().cookies()).find((cookie) => cookie.name.includes("session"));
  expect((await session())?.expires).toBe(-1);

  await device.isTouched(false);
  await page.context().clearCookies({ name: /session/ });
  await page.goto("/zh/sign-in?return=/me/security/passkeys");
  const way = page.locator("form[data-passkey]");
  await way.getByRole("checkbox", { name: /在这台设备上保持登录/ }).check();
  await device.isTouched(true);
  await way.getByRole("button").click();
  await expect(page).toHaveURL(LIST);
  expect((await session())?.expires).toBeGreaterThan(Date.now() / 1_000 + 86_400);

  // Chosen in the field: nothing is clicked.
  await page.context().clearCookies({ name: /session/ });
  await page.goto(`/zh/sign-in?return=${encodeURIComponent("/me/security/passkeys")}`);
  await expect(page).toHaveURL(LIST);

  await page.getByText("移除“我的手机”").click();
  await page.getByRole("button", { name: "移除", exact: true }).click();
  await expect(page.getByRole("status")).toContainText("通行密钥已移除");
  await device.isTouched(false);
  await page.context().clearCookies({ name: /session/ });
  await page.goto("/zh/sign-in");
  await device.isTouched(true);
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await expect(page.getByText("这个通行密钥没有通过")).toBeVisible();
});

test("a device that does not know its person is told of in words", async ({ page }) => {
  await signUp(page, somePhone());
  const device = await Device.of(page);
  await device.knowsItsUser(false);
  await add(page, "我的手机");
  await expect(page.getByText("没能确认是您本人")).toBeVisible();
  await device.knowsItsUser(true);
  await add(page, "我的手机");
  await expect(page.getByRole("heading", { name: "我的手机" })).toBeVisible();

  await device.knowsItsUser(false);
  await page.context().clearCookies({ name: /session/ });
  await page.goto("/zh/sign-in");
  await page.getByRole("button", { name: "用通行密钥登录" }).click();
  await expect(page.getByText("没能确认是您本人")).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test("the home page loads nothing of it", async ({ page }) => {
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await page.goto("/zh", { waitUntil: "networkidle" });
  expect(loaded.filter((url) => url.includes("passkeys"))).toEqual([]);
});
