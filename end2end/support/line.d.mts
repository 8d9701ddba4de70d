export interface Heard {
  path: string;
  status: number;
  bytes: number;
  type: string;
}
export interface Answer {
  status: number;
  body: string;
}
export class Line {
  static to(upstream: string, headers?: Record<string, string>): Promise<Line>;
  readonly address: string;
  readonly heard: Heard[];
  cut(): void;
  hang(): void;
  mend(): void;
  change(path: string, change: (answer: Answer) => Partial<Answer>): void;
  close(): void;
}
