// A line to the server, at an address of its own, that can be cut, left hanging, listened to, or made to say something else.

import http from "node:http";

export class Line {
  /** What was fetched over this line: `{ path, status, bytes, type }`, `bytes` being the body as sent. */
  heard = [];
  #state = "open";
  #changes = new Map();
  #headers;
  #server;

  /** A line to the server at `upstream`; `headers` replace those of every request. */
  static async to(upstream, headers = {}) {
    const line = new Line();
    line.#headers = headers;
    line.#server = http.createServer((request, response) => line.#pass(new URL(upstream), request, response));
    line.#server.on("connection", (socket) => {
      if (line.#state === "cut") socket.destroy();
    });
    await new Promise((resolve) => line.#server.listen(0, "127.0.0.1", resolve));
    line.address = `http://127.0.0.1:${line.#server.address().port}`;
    return line;
  }

  /** Nobody answers. */
  cut() {
    this.#state = "cut";
    this.#server.closeAllConnections();
  }

  /** Requests are taken and never answered. */
  hang() {
    this.#state = "hanging";
  }

  /** As before. */
  mend() {
    this.#state = "open";
  }

  /** Changes what `path` answers: `change({ status, body })` gives what is sent instead. */
  change(path, change) {
    this.#changes.set(path, change);
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #pass(upstream, request, response) {
    if (this.#state === "cut") return request.socket.destroy();
    if (this.#state === "hanging") return undefined;
    const path = new URL(request.url, upstream).pathname;
    const change = this.#changes.get(path);
    const headers = { ...request.headers, ...this.#headers, ...(change && { "accept-encoding": "identity" }) };
    // What is to be changed must come whole.
    if (change) delete headers["if-none-match"];
    const options = { host: upstream.hostname, port: upstream.port, method: request.method, path: request.url, headers };
    const onward = http.request(options, async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      let status = answer.statusCode;
      let body = Buffer.concat(chunks);
      const answerHeaders = { ...answer.headers };
      if (change) {
        const changed = change({ status, body: body.toString() });
        status = changed.status ?? status;
        body = Buffer.from(changed.body ?? body);
        delete answerHeaders.etag;
      }
      delete answerHeaders["transfer-encoding"];
      if (status !== 304 && request.method !== "HEAD") answerHeaders["content-length"] = body.length;
      this.heard.push({ path, status, bytes: body.length, type: answer.headers["content-type"] ?? "" });
      response.writeHead(status, answerHeaders);
      response.end(body);
    });
    onward.on("error", () => response.destroy());
    return request.pipe(onward);
  }
}
