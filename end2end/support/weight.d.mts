import type { Browser } from "@playwright/test";

export interface Fetched {
  path: string;
  bytes: number;
}
export function weigh(browser: Browser, upstream: string, path: string): Promise<{ page: Fetched[]; worker: Fetched[] }>;
export function bytesOf(files: Fetched[]): number;
