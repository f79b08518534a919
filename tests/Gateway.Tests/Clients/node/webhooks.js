// A receiver of webhooks that verifies them with the library of Standard Webhooks, as its documentation says.
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const [current, before, foreign] = process.env.CX_SECRETS.split(" ");

function verifies(secret, body, headers) {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch (error) {
    return error.message;
  }
}

createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const headers = Object.fromEntries(["webhook-id", "webhook-timestamp", "webhook-signature"].map(name => [name, request.headers[name]]));
  console.log(JSON.stringify({
    body: JSON.parse(body),
    current: verifies(current, body, headers),
    before: verifies(before, body, headers),
    foreign: verifies(foreign, body, headers),
    changed: verifies(current, body.replace("{", "{ "), headers),
    otherId: verifies(current, body, { ...headers, "webhook-id": "other" }),
    old: verifies(current, body, { ...headers, "webhook-timestamp": "1700000000" }),
  }));
  response.writeHead(204).end();
}).listen(Number(process.env.CX_PORT), "127.0.0.1", () => console.log("listening"));
