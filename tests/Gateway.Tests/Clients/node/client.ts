// Compiled against the types that openapi-typescript makes of /openapi/v1.json, and run against a gateway.
// Each "@ts-expect-error" is a mistake that the compiler has to find; where it does not, the comment itself is an error.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

declare const process: { env: Record<string, string | undefined> };

type Touchpoint = components["schemas"]["Touchpoint"];

const api = createClient<paths>({ baseUrl: process.env.CX_GATEWAY! });
const at = "2026-03-03T09:00:00Z";
const placed: Touchpoint = { id: "ts-1", type: "order.placed", customer: "tess", at, source: "shop", attributes: { order: "1" }, value: { amount: 12.5, currency: "EUR" } };
const known: Touchpoint = { id: "ts-4", type: "order.placed", at, source: "shop", identities: { email: "tess@shop.com", device: ["d1", "d2"], shopify: 17 } };

// Every form is sent, and the answer has its type.
const one = await api.POST("/v1/touchpoints", { body: placed });
const many = await api.POST("/v1/touchpoints", { body: [placed, { ...placed, id: "ts-2", feedback: { nps: 3 } }] });
const event = await api.POST("/v1/touchpoints", {
  headers: { "Content-Type": "application/cloudevents+json" },
  body: { specversion: "1.0", id: "ts-3", source: "/shop", type: "order.paid", subject: "tess", time: at, data: { attributes: { order: "1" } } },
});
const accepted: number = (one.data?.accepted ?? 0) + (many.data?.accepted ?? 0) + (event.data?.accepted ?? 0);
console.log(`accepted ${accepted}`);

const refused = await api.POST("/v1/touchpoints", { body: { ...placed, at: "yesterday" } });
const pointer: string | undefined = refused.error?.results?.results[0]?.problems?.[0]?.pointer;
console.log(`refused ${refused.response.status} ${pointer}`);

const board = await api.GET("/v1/at-risk", { params: { query: { limit: 10, claimed: false, sort: "-risk" } } });
const risks: number[] = (board.data?.items ?? []).map(row => row.risk);
const kinds: ("critical" | "expectationMissed" | "feedback" | "mood" | "pressure" | undefined)[] = (board.data?.items ?? []).map(row => row.cause?.kind);
console.log(`board ${risks.length} ${kinds.length}`);

// Mistakes.
async function mistakes() {
  // @ts-expect-error The customer is missing.
  await api.POST("/v1/touchpoints", { body: { id: "1", type: "order.placed", at } });
  // @ts-expect-error An id is a text.
  await api.POST("/v1/touchpoints", { body: { ...placed, id: 1 } });
  // @ts-expect-error A score is a number.
  await api.POST("/v1/touchpoints", { body: { ...placed, feedback: { nps: "9" } } });
  // @ts-expect-error An amount needs its currency.
  await api.POST("/v1/touchpoints", { body: { ...placed, value: { amount: 1 } } });
  // @ts-expect-error One of many is wrong.
  await api.POST("/v1/touchpoints", { body: [placed, { id: "2" }] });
  // @ts-expect-error A CloudEvent has version 1.0.
  await api.POST("/v1/touchpoints", { body: { specversion: "0.3", id: "1", source: "/shop", type: "a", subject: "tess", time: at } });
  // @ts-expect-error A limit is a number.
  await api.GET("/v1/at-risk", { params: { query: { limit: "10" } } });
  // @ts-expect-error There is no such sort.
  await api.GET("/v1/at-risk", { params: { query: { sort: "height" } } });
  // @ts-expect-error If-Match is needed.
  await api.POST("/v1/documents/{kind}/{id}/publish", { params: { path: { kind: "policy", id: "a" } } });
  // @ts-expect-error There is no such kind of document.
  await api.GET("/v1/documents/{kind}/{id}", { params: { path: { kind: "rule", id: "a" } } });
  // @ts-expect-error There is no such outcome.
  await api.POST("/v1/cases/{id}/complete", { params: { path: { id: "a" } }, body: { by: "Ann", disposition: "done" } });
  // @ts-expect-error There is no such address.
  await api.GET("/v1/touchpoints");
  // @ts-expect-error An answer has no such field.
  console.log(board.data?.items[0]?.height);
}
void mistakes;
