// 300 clients that send a byte now and then, and 300 that never read: the others are answered as if they were not there.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { must, serve, temporaryFolder } from "../support/plumbline.mjs";

let server;
before(async () => {
  const data = join(temporaryFolder("slow"), "data");
  must(["--data", data, "council", "add", "faults", "--framework", "lancashire"]);
  server = await serve(data);
});
after(() => server?.stop());

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function worstAnswer(path, count) {
  let worst = 0;
  for (let i = 0; i < count; ++i) {
    const start = performance.now();
    const answer = await fetch(server.url + path, { headers: { connection: "close" } });
    await answer.arrayBuffer();
    assert.ok(answer.status < 400, `${path} answered ${answer.status}`);
    worst = Math.max(worst, performance.now() - start);
    await pause(20);
  }
  return worst;
}

// Opens `count` sockets that each send `text` byte by byte, one a second.
function dripping(count, text) {
  const port = Number(new URL(server.url).port);
  const clients = Array.from({ length: count }, () => {
    const socket = connect(port, "127.0.0.1");
    const client = { socket, closed: false };
    let at = 0;
    const timer = setInterval(() => socket.writable && socket.write(text[at++ % text.length]), 1000);
    socket.on("error", () => {});
    socket.on("close", () => {
      client.closed = true;
      clearInterval(timer);
    });
    return client;
  });
  return { clients, end: () => clients.forEach(({ socket }) => socket.destroy()) };
}

test("300 clients that drip a request do not keep others waiting, and are dropped in the end", { timeout: 120_000 }, async () => {
  const slow = dripping(300, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + "a".repeat(4000));
  await pause(2500);
  assert.ok((await worstAnswer("/health", 50)) < 1000);
  assert.ok((await worstAnswer("/sign-in", 20)) < 1000);
  const deadline = performance.now() + 90_000;
  while (slow.clients.some(({ closed }) => !closed) && performance.now() < deadline) await pause(500);
  assert.equal(slow.clients.filter(({ closed }) => !closed).length, 0, "a client that drips for ever is held for ever");
  slow.end();
});

test("300 clients that drip a form do not keep others waiting", { timeout: 60_000 }, async () => {
  const port = Number(new URL(server.url).port);
  const sockets = Array.from({ length: 300 }, () => {
    const socket = connect(port, "127.0.0.1", () =>
      socket.write("POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\na"));
    socket.on("error", () => {});
    return socket;
  });
  await pause(1000);
  assert.ok((await worstAnswer("/sign-in", 30)) < 1000);
  sockets.forEach((socket) => socket.destroy());
});

test("300 clients that ask and never read do not keep others waiting", { timeout: 60_000 }, async () => {
  const port = Number(new URL(server.url).port);
  const sockets = Array.from({ length: 300 }, () => {
    const socket = connect(port, "127.0.0.1", () => {
      for (let i = 0; i < 20; ++i) socket.write("GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    });
    socket.pause();
    socket.on("error", () => {});
    return socket;
  });
  await pause(1000);
  assert.ok((await worstAnswer("/sign-in", 30)) < 1000);
  sockets.forEach((socket) => socket.destroy());
});
