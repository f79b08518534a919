import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { connect, safeUrl, show } from '../in-app.js';

const message = (id, more = {}) => ({ id, text: `Text of ${id}`, sentAt: '2026-03-03T12:00:00Z', read: false, ...more });
const json = (body, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });

// A gateway of the test's: `answer` gets each request, and the stream is written by hand.
function gateway(answer = () => undefined) {
  const asked = [];
  const streams = [];
  const fetch = async (url, init) => {
    const request = { path: url.pathname + url.search, method: init.method ?? 'GET', token: init.headers.Authorization, init };
    asked.push(request);
    const own = answer(request, asked.length);
    if (own) return own;
    if (url.pathname.endsWith('/stream')) {
      let control;
      const body = new ReadableStream({ start(c) { control = c; } });
      const stream = { path: request.path, write: (text) => control.enqueue(new TextEncoder().encode(text)), end: () => control.close() };
      init.signal.addEventListener('abort', () => { try { control.error(new Error('aborted')); } catch { /* It has ended. */ } });
      streams.push(stream);
      return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
    }
    return init.method === 'POST' ? new Response(null, { status: 204 }) : json({ items: [], cursor: '0' });
  };
  return { asked, streams, fetch };
}

const event = (cursor, value) => `id: ${cursor}\nevent: message\ndata: ${JSON.stringify(value)}\n\n`;
const until = async (holds) => { for (let i = 0; !holds(); i++) { assert.ok(i < 2000, `waited in vain: ${holds}`); await new Promise(setImmediate); } };

test('loads what is there and hears what comes', async () => {
  const { streams, asked, fetch } = gateway((r) => (r.path.endsWith('/messages') ? json({ items: [message('b'), message('a', { read: true })], cursor: '2' }) : undefined));
  const came = [];
  const app = connect({ url: 'https://cx.example.com', token: 't1', fetch, onMessage: (m) => came.push(m.id) });
  await until(() => streams.length === 1);
  assert.equal(asked[0].path, '/in-app/v1/messages');
  assert.equal(asked[0].token, 'Bearer t1');
  assert.equal(asked[0].init.credentials, 'omit');
  assert.equal(streams[0].path, '/in-app/v1/stream?after=2');
  assert.deepEqual(app.messages.map((m) => m.id), ['b', 'a']);
  assert.equal(app.unread, 1);

  // In pieces, between beats, twice.
  const text = `: beat\n\n${event('3', message('c', { text: 'ü\nline' }))}${event('3', message('c'))}`;
  const bytes = [text.slice(0, 20), text.slice(20, 60), text.slice(60)];
  bytes.forEach((part) => streams[0].write(part));
  await until(() => came.includes('c'));
  assert.deepEqual(came, ['a', 'b', 'c']);
  assert.deepEqual(app.messages.map((m) => m.id), ['c', 'b', 'a']);
  assert.equal(app.messages[0].text, 'ü\nline');
  app.close();
});

test('a gateway below a path keeps its path', async () => {
  const { asked, fetch } = gateway();
  const app = connect({ url: 'https://example.com/cx', token: 't', fetch });
  await until(() => asked.length > 0);
  assert.equal(asked[0].path, '/cx/in-app/v1/messages');
  app.close();
});

test('comes back after the stream ends, from its cursor on', async () => {
  const waits = [];
  const { streams, asked, fetch } = gateway();
  const app = connect({ url: 'https://cx.example.com', token: 't', fetch, wait: async (ms) => { waits.push(ms); } });
  await until(() => streams.length === 1);
  streams[0].write(event('7', message('g')));
  streams[0].end();
  await until(() => streams.length === 2);
  assert.equal(asked.at(-2).path, '/in-app/v1/messages?after=7');
  assert.ok(waits[0] >= 500 && waits[0] <= 1000, `${waits}`);
  app.close();
});

test('waits longer after each failure, a minute at most, and as long as it is asked to', async () => {
  const waits = [];
  const errors = [];
  const { fetch } = gateway((_, n) => (n === 3 ? json({ title: 'Too many requests' }, 429, { 'Retry-After': '90' }) : json({ title: 'Away' }, 503)));
  const app = connect({ url: 'https://cx.example.com', token: 't', fetch, onError: (e) => errors.push(e), wait: async (ms) => { waits.push(ms); if (waits.length === 12) app.close(); } });
  await until(() => waits.length === 12);
  assert.equal(waits[2], 90000);
  assert.ok(waits[1] >= 1000 && waits[1] <= 2000);
  assert.ok(waits.filter((w) => w !== 90000).every((w) => w <= 60000));
  assert.ok(waits[11] >= 30000);
  assert.equal(errors[2].status, 429);
});

test('asks the page for another token when one has expired, once', async () => {
  let made = 0;
  const { streams, asked, fetch } = gateway((r) => (r.token === 'Bearer t1' && made === 1 && asked.length > 2 ? json({ type: 'urn:cx:problem:token-refused' }, 401) : undefined));
  const app = connect({ url: 'https://cx.example.com', token: async () => `t${++made}`, fetch });
  await until(() => streams.length === 1);
  await app.read('a');
  assert.equal(made, 2);
  assert.equal(asked.at(-1).token, 'Bearer t2');

  streams[0].write('event: expired\ndata: {}\n\n');
  streams[0].end();
  app.close();
});

test('a token that is refused is reported and not asked for without end', async () => {
  let made = 0;
  const errors = [];
  const waits = [];
  const { asked, fetch } = gateway(() => json({ type: 'urn:cx:problem:token-refused', title: 'The token cannot be used' }, 401));
  const app = connect({ url: 'https://cx.example.com', token: () => `t${++made}`, fetch, onError: (e) => errors.push(e), wait: async () => { if (waits.push(1) === 3) app.close(); } });
  await until(() => waits.length === 3);
  assert.equal(asked.length, 3);
  assert.equal(errors[0].type, 'urn:cx:problem:token-refused');
});

test('notes what was read and clicked', async () => {
  const { streams, asked, fetch } = gateway((r) => (r.path.endsWith('/messages') ? json({ items: [message('a/1'), message('old', { expiresAt: '2020-01-01T00:00:00Z' })], cursor: '2' }) : undefined));
  const changes = [];
  const app = connect({ url: 'https://cx.example.com', token: 't', fetch, onChange: (m) => changes.push(m) });
  await until(() => streams.length === 1);
  assert.deepEqual(app.messages.map((m) => m.id), ['a/1']);
  await app.read('a/1');
  await app.click('a/1');
  assert.deepEqual(asked.slice(-2).map((r) => `${r.method} ${r.path}`), ['POST /in-app/v1/messages/a%2F1/read', 'POST /in-app/v1/messages/a%2F1/click']);
  assert.equal(app.unread, 0);
  assert.equal(changes.length, 2);
  app.close();
});

test('keeps the newest hundred', async () => {
  const { streams, fetch } = gateway();
  const app = connect({ url: 'https://cx.example.com', token: 't', fetch });
  await until(() => streams.length === 1);
  for (let i = 1; i <= 120; i++) streams[0].write(event(i.toString(16), message(`m${i}`)));
  await until(() => app.messages[0]?.id === 'm120');
  assert.equal(app.messages.length, 100);
  app.close();
});

test('an event without an end is cut off', async () => {
  const errors = [];
  const { streams, fetch } = gateway();
  const app = connect({ url: 'https://cx.example.com', token: 't', fetch, onError: (e) => errors.push(e), wait: async () => app.close() });
  await until(() => streams.length === 1);
  streams[0].write('data: '.padEnd(300000, 'x'));
  await until(() => errors.length === 1);
  assert.match(errors[0].message, /too long/);
});

test('close ends the stream, and nothing is asked afterwards', async () => {
  const { streams, asked, fetch } = gateway();
  const errors = [];
  const app = connect({ url: 'https://cx.example.com', token: 't', fetch, onError: (e) => errors.push(e) });
  await until(() => streams.length === 1);
  app.close();
  for (let i = 0; i < 20; i++) await new Promise(setImmediate);
  assert.equal(asked.length, 2);
  assert.deepEqual(errors, []);
});

test('addresses that run something are not opened', () => {
  assert.equal(safeUrl('https://shop.example/a b'), 'https://shop.example/a%20b');
  assert.equal(safeUrl('http://shop.example/a'), 'http://shop.example/a');
  for (const bad of ['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'mailto:ann@example.com', 'tel:+4930', 'no url', '', null, undefined]) assert.equal(safeUrl(bad), null);
  assert.equal(safeUrl('mailto:ann@example.com', ['mailto:']), 'mailto:ann@example.com');
  assert.equal(safeUrl('http://shop.example/a', ['https:']), null);
});

// As much of a page as the card needs.
class Element {
  constructor(name) { Object.assign(this, { name, children: [], listeners: {}, attributes: {} }); }
  append(...added) { this.children.push(...added); }
  appendChild(child) { this.children.push(child); return child; }
  replaceChildren(...children) { this.children = children; }
  attachShadow() { return (this.root = new Element('shadow')); }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener(name, listener) { this.listeners[name] = listener; }
  remove() {}
  all(name) { return [...(this.root ? [this.root] : []), ...this.children].flatMap((c) => [...(c.name === name ? [c] : []), ...c.all(name)]); }
}

test('shows link, text of the link and image, and reports the click', async (t) => {
  globalThis.document = { createElement: (name) => new Element(name), body: new Element('body'), baseURI: 'https://shop.example/' };
  globalThis.CSSStyleSheet = class { replaceSync() {} };
  t.after(() => { delete globalThis.document; delete globalThis.CSSStyleSheet; });
  const { streams, asked, fetch } = gateway((r) => (r.path.endsWith('/messages') ? json({ items: [
    message('bad', { link: 'javascript:alert(1)', image: 'data:image/png;base64,x' }),
    message('good', { link: 'https://shop.example/orders/4711', linkText: 'See the order', image: 'https://shop.example/parcel.png' }),
  ], cursor: '2' }) : undefined));
  const app = show({ url: 'https://cx.example.com', token: 't', fetch });
  await until(() => streams.length === 1);
  const { body } = globalThis.document;
  const [link] = body.all('a');
  assert.deepEqual([link.href, link.textContent, link.rel], ['https://shop.example/orders/4711', 'See the order', 'noopener']);
  assert.deepEqual(body.all('img').map((i) => i.src), ['https://shop.example/parcel.png']);

  link.listeners.click();
  await until(() => asked.some((r) => r.path === '/in-app/v1/messages/good/click'));
  assert.deepEqual([body.all('p').map((p) => p.textContent), body.all('a').length, body.all('img').length], [['Text of bad'], 0, 0]);
  app.close();
});

test('the file is small', () => assert.ok(readFileSync(new URL('../in-app.js', import.meta.url)).length < 10000));
