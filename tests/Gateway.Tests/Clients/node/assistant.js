// An AI assistant's side, with the protocol's own library: lists what it may do, asks why, drafts, backtests and submits, and tries what it may not.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const client = new Client({ name: 'assistant', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL('mcp', process.env.CX_URL), { requestInit: { headers: { Authorization: `Bearer ${process.env.CX_KEY}` } } }));

const call = async (name, args = {}) => {
  const result = await client.callTool({ name, arguments: args });
  const text = result.content[0].text;
  console.log(`${name}: ${result.isError ? 'refused' : 'done'} ${text.replace(/\s+/g, ' ').slice(0, 4000)}`);
  return result.isError ? null : (() => { try { return JSON.parse(text); } catch { return text; } })();
};

const { tools } = await client.listTools();
console.log(`server: ${client.getServerVersion().name}; tools: ${tools.map(t => t.name).join(' ')}`);

await call('get_customer', { customer: 'ann' });
await call('why', { customer: 'ann', policy: 'late' });
const text = `kind: policy\nid: sooner\nname: Sooner\non: [lowPointOpened]\ndo: [{callback: {queue: care, reason: order is late}}]\n`;
await call('check_document', { kind: 'policy', id: 'sooner', text: text.replace('queue', 'quee') });
const saved = await call('save_draft', { kind: 'policy', id: 'sooner', text });
if (saved) {
  const test = await call('start_backtest', { documents: [{ kind: 'policy', id: 'sooner' }] });
  for (let tries = 0; tries < 100; tries++) {
    const view = await call('get_backtest', { id: test.id });
    if (view.report) break;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  await call('submit_draft', { kind: 'policy', id: 'sooner', revision: saved.document.draft.revision });
}
for (const name of ['publish_draft', 'approve_draft', 'erase_customer']) await call(name, { kind: 'policy', id: 'sooner' });
await client.close();
