// In-app messages of CxOrchestrator. No dependencies; in browsers and in Node.

const KEPT_MAX = 100;
const EVENT_CHARS_MAX = 262144;
const WAIT_MIN_MS = 1000;
const WAIT_MAX_MS = 60000;

/** The gateway refused; `status` is that of HTTP, `type` names the problem. */
export class InAppError extends Error {
  /** @param {number} status @param {{type?: string, title?: string, detail?: string}} problem */
  constructor(status, problem) {
    super([problem.title, problem.detail].filter(Boolean).join('. ') || `The gateway answered ${status}`);
    this.name = 'InAppError';
    this.status = status;
    this.type = problem.type;
  }
}

/**
 * Connects to a gateway: loads the customer's messages, and stays for new ones until it is closed.
 * @param {import('./in-app').InAppOptions} options
 * @returns {import('./in-app').InApp}
 */
export function connect(options) {
  const { onChange = () => {}, onMessage = () => {}, onError = () => {} } = options;
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const base = new URL('in-app/v1/', String(options.url).replace(/\/?$/, '/'));
  const ends = new AbortController();
  const wait = options.wait ?? ((ms) => new Promise((done) => {
    const timer = setTimeout(done, ms);
    ends.signal.addEventListener('abort', () => { clearTimeout(timer); done(); }, { once: true });
  }));
  /** @type {import('./in-app').InAppMessage[]} */
  let messages = [];
  let cursor = '';
  let token;

  async function ask(path, init = {}) {
    for (let fresh = token === undefined; ; fresh = true) {
      if (fresh) token = typeof options.token === 'function' ? await options.token() : options.token;
      const answer = await send(new URL(path, base), { ...init, signal: ends.signal, credentials: 'omit', cache: 'no-store', headers: { Authorization: `Bearer ${token}` } });
      if (answer.ok) return answer;
      // A token that was good may have expired: the page is asked for another, once.
      if (answer.status === 401 && !fresh && typeof options.token === 'function') { await answer.body?.cancel(); continue; }
      if (answer.status === 401) token = undefined;
      const error = new InAppError(answer.status, await answer.json().catch(() => ({})));
      error.retryAfter = Number(answer.headers.get('Retry-After')) || 0;
      throw error;
    }
  }

  function take(fresh) {
    const known = new Set(messages.map((m) => m.id));
    const added = fresh.filter((m) => !known.has(m.id));
    if (!added.length) return;
    messages = [...added, ...messages].slice(0, KEPT_MAX);
    // Oldest first: as they would have come one by one.
    for (const message of [...added].reverse()) onMessage(message);
    onChange(current());
  }

  async function load() {
    const query = cursor ? `?after=${encodeURIComponent(cursor)}` : '';
    const page = await (await ask(`messages${query}`)).json();
    cursor = page.cursor;
    take(page.items);
  }

  async function listen() {
    const answer = await ask(`stream?after=${encodeURIComponent(cursor)}`);
    const reader = answer.body.getReader();
    const text = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += text.decode(value, { stream: true });
      const events = rest.split('\n\n');
      rest = events.pop() ?? '';
      if (rest.length > EVENT_CHARS_MAX) { await reader.cancel(); throw new Error('The gateway sent an event that is too long'); }
      for (const event of events) {
        const field = Object.fromEntries(event.split('\n').filter((l) => l && l[0] !== ':').map((l) => { const at = l.indexOf(': '); return [l.slice(0, at), l.slice(at + 2)]; }));
        if (field.event === 'expired') token = undefined;
        if (field.event === 'message') { cursor = field.id; take([JSON.parse(field.data)]); }
      }
    }
  }

  async function run() {
    for (let pause = WAIT_MIN_MS; !ends.signal.aborted;) {
      const begun = Date.now();
      let asked = 0;
      try {
        await load();
        await listen();
      } catch (error) {
        if (ends.signal.aborted) return;
        asked = (error.retryAfter ?? 0) * 1000;
        onError(error);
      }
      if (ends.signal.aborted) return;
      // A connection that lasted is no failure; pages that lost theirs at once do not all come back at once.
      pause = Date.now() - begun > WAIT_MAX_MS ? WAIT_MIN_MS : pause;
      await wait(Math.max(asked, pause * (0.5 + Math.random() / 2)));
      pause = Math.min(WAIT_MAX_MS, pause * 2);
    }
  }

  async function note(id, what) {
    try {
      await ask(`messages/${encodeURIComponent(id)}/${what}`, { method: 'POST', keepalive: true });
    } catch (error) {
      if (!ends.signal.aborted) onError(error);
      return;
    }
    if (messages.some((m) => m.id === id && !m.read)) {
      messages = messages.map((m) => (m.id === id ? { ...m, read: true } : m));
      onChange(current());
    }
  }

  const current = () => {
    const now = Date.now();
    return messages.filter((m) => !m.expiresAt || Date.parse(m.expiresAt) > now);
  };
  run();
  return {
    get messages() { return current(); },
    get unread() { return current().filter((m) => !m.read).length; },
    read: (id) => note(id, 'read'),
    click: (id) => note(id, 'click'),
    close: () => ends.abort(),
  };
}

const WEB = ['https:', 'http:'];

/** An address that a page may open: nothing that runs. @param {string | null | undefined} text @param {string[]} schemes */
export function safeUrl(text, schemes = WEB) {
  try {
    const url = new URL(text ?? '', globalThis.document?.baseURI);
    return schemes.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const STYLE = `
:host { all: initial; position: fixed; inset: auto 16px 16px auto; z-index: 2147483000; width: min(360px, calc(100vw - 32px)); }
.card { font: 15px/1.45 system-ui, sans-serif; color: var(--cx-text, #1a1f2b); background: var(--cx-surface, #fff); border: 1px solid var(--cx-line, #d9dde5); border-radius: var(--cx-radius, 12px); box-shadow: 0 8px 32px rgb(0 0 0 / .2); overflow: hidden; }
img { display: block; width: 100%; max-height: 200px; object-fit: cover; }
.body { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 8px; padding: 16px; }
h2 { font-size: 16px; margin: 0; overflow-wrap: anywhere; } p { grid-column: 1; margin: 0; overflow-wrap: anywhere; white-space: pre-line; } h2 + p, .go { grid-column: 1 / -1; }
.close { grid-row: 1; grid-column: 2; font: inherit; font-size: 20px; line-height: 1; width: 32px; height: 32px; margin: -6px -8px 0 0; border: 0; border-radius: 6px; background: none; color: inherit; cursor: pointer; }
.go { justify-self: start; padding: 8px 16px; border-radius: 8px; background: var(--cx-accent, #3445c4); color: var(--cx-accent-text, #fff); font-weight: 600; text-decoration: none; }
:focus-visible { outline: 2px solid var(--cx-accent, #3445c4); outline-offset: 2px; }
@media (prefers-color-scheme: dark) { .card { color: var(--cx-text, #e8ebf2); background: var(--cx-surface, #1a1e28); border-color: var(--cx-line, #343c4d); } .go { background: var(--cx-accent, #a9b6ff); color: var(--cx-accent-text, #12151c); } :focus-visible { outline-color: var(--cx-accent, #a9b6ff); } }
@media (prefers-reduced-motion: no-preference) { .card { animation: in .2s ease-out; } @keyframes in { from { transform: translateY(16px); opacity: 0; } } }
`;

/**
 * Connects, and shows unread messages one after the other in a card at the page's corner. What is shown is read.
 * @param {import('./in-app').ShowOptions} options
 * @returns {import('./in-app').InApp}
 */
export function show(options) {
  const { document } = globalThis;
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  // There before anything is shown: screen readers announce what comes into it.
  const area = root.appendChild(document.createElement('div'));
  area.setAttribute('role', 'status');
  (options.parent ?? document.body).append(host);
  const seen = new Set();
  let shown = null;

  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const close = () => { area.replaceChildren(); shown = null; next(); };
  function next() {
    const message = shown === null && app.messages.filter((m) => !m.read && !seen.has(m.id)).at(-1);
    if (!message) return;
    shown = message.id;
    seen.add(message.id);
    const card = make('section', { className: 'card' });
    const image = safeUrl(message.image, WEB);
    if (image) card.append(make('img', { src: image, alt: '' }));
    const body = make('div', { className: 'body' });
    if (message.title) body.append(make('h2', { textContent: message.title }));
    body.append(make('p', { textContent: message.text }));
    const link = safeUrl(message.link, WEB);
    if (link) {
      const go = make('a', { className: 'go', href: link, textContent: message.linkText ?? options.linkText ?? 'Open', target: options.target ?? '_blank', rel: 'noopener' });
      go.addEventListener('click', () => { app.click(message.id); close(); });
      body.append(go);
    }
    const button = make('button', { className: 'close', type: 'button', textContent: '×' });
    button.setAttribute('aria-label', options.closeText ?? 'Close');
    button.addEventListener('click', close);
    body.append(button);
    card.append(body);
    card.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(); });
    area.replaceChildren(card);
    app.read(message.id);
  }

  const app = connect({ ...options, onChange(messages) { options.onChange?.(messages); next(); } });
  const end = app.close;
  app.close = () => { end(); host.remove(); };
  return app;
}
