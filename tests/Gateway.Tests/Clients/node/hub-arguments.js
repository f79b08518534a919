// Prints what the hub answers to a JavaScript client over JSON and over MessagePack, one line of JSON each.
import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { MessagePackHubProtocol } from "@microsoft/signalr-protocol-msgpack";

const calls = [
  ["WatchBoard", {}],
  ["WatchBoard", null],
  ["WatchBoard", undefined],
  ["WatchBoard", { sort: "customer", claimed: false }],
  ["WatchBoard", { limit: "ten" }],
  ["WatchBoard", { since: new Date(0) }],
  ["WatchBoard"],
  ["WatchCustomer", "c1"],
  ["WatchCustomer", "never-seen"],
  ["WatchCustomer", 42],
  ["WatchCustomer", null],
  ["UnwatchBoard"],
  ["UnwatchCustomer"],
  ["UnwatchBoard", {}],
];

for (const protocol of ["json", "messagepack"]) {
  const builder = new HubConnectionBuilder().withUrl(`${process.env.CX_GATEWAY}/hubs/live`).configureLogging(LogLevel.None);
  const hub = (protocol === "messagepack" ? builder.withHubProtocol(new MessagePackHubProtocol()) : builder).build();
  await hub.start();
  for (const [method, ...args] of calls) {
    const answer = await hub.invoke(method, ...args).then(result => ({ result: result ?? null }), error => ({ error: error.message }));
    console.log(JSON.stringify({ protocol, method, ...answer }));
  }
  await hub.stop();
}
