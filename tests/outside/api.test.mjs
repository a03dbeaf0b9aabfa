// The API as a stranger's program meets it: its description holds by a public validator, and what it answers is as described.
import { Validator } from "@seriousme/openapi-schema-validator";
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { demoAccounts } from "../support/accounts.mjs";
import { must, serve, temporaryFolder, Visitor } from "../support/plumbline.mjs";

const data = join(temporaryFolder("api"), "data");
let server;
let token;
let description;

before(async () => {
  const printed = must(["--data", data, "demo", "--council", "lancashire", "--cases", "600"]).out;
  server = await serve(data);
  const visitor = new Visitor(server.url);
  await visitor.submit("/sign-in", demoAccounts(printed)["qa.lead"]);
  const form = await visitor.get("/tokens");
  const hidden = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form.text)[1];
  const body = new URLSearchParams([["csrf_token", hidden("csrf_token")], ["token", hidden("token")], ["name", "A stranger"],
    ["scopes", "reports"], ["scopes", "audits"], ["scopes", "actions"], ["days", "30"]]);
  const made = await visitor.request("/tokens", { method: "POST", body });
  token = /plb\.[a-z-]+\.[\w-]{43}/.exec(made.text)[0];
  description = JSON.parse((await new Visitor(server.url).get("/api/v1/openapi.json")).text);
});
after(() => server?.stop());

const get = (path, headers = {}) => new Visitor(server.url).get(path, { headers: { authorization: `Bearer ${token}`, ...headers } });

test("the description is OpenAPI 3.1 by a public validator", async () => {
  const verdict = await new Validator().validate(description);
  assert.ok(verdict.valid, JSON.stringify(verdict.errors));
  assert.match(description.openapi, /^3\.1\./);
});

function fits(value, schema, at) {
  const types = [schema.type].flat();
  const type = value === null ? "null" : Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;
  assert.ok(types.includes(type) || (type === "integer" && types.includes("number")), `${at} is ${type}, described as ${types}`);
  if (schema.enum) assert.ok(schema.enum.includes(value), `${at} is ${value}`);
  for (const name of schema.required ?? []) assert.ok(name in value, `${at} has no ${name}`);
  for (const [name, inner] of Object.entries(schema.properties ?? {})) if (name in value) fits(value[name], inner, `${at}.${name}`);
  if (type === "object" && schema.properties) {
    for (const name of Object.keys(value)) assert.ok(name in schema.properties, `${at}.${name} is not described`);
  }
  if (type === "array" && schema.items) value.forEach((one, i) => fits(one, schema.items, `${at}[${i}]`));
}

test("every path answers, and as described", async () => {
  const audits = JSON.parse((await get("/api/v1/audits?size=1")).text);
  for (const [path, { get: operation }] of Object.entries(description.paths)) {
    const target = path.replace("{reference}", audits.data[0].reference);
    if (target.includes("{id}")) continue; // nothing is published yet
    const answer = await get(target);
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    const [type, content] = Object.entries(operation.responses["200"].content)[0];
    assert.ok(answer.headers["content-type"].startsWith(type), path);
    if (type === "application/json") fits(JSON.parse(answer.text), content.schema, path);
    const again = await get(target, { "if-none-match": answer.headers.etag });
    assert.equal(again.status, 304, `${path} changed between two looks`);
  }
});
