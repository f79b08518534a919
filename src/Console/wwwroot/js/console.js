// Keys, storage and theme: what Blazor has no API for.
window.cx = (() => {
  const typing = (element) => element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const theme = (isDark) => document.documentElement.setAttribute('data-theme', isDark ? 'dark' : 'light');
  const kept = localStorage.getItem('cx.theme');
  theme(kept === 'Dark' || (kept !== 'Light' && dark.matches));
  let before = null;
  const keepIn = (dialog, event) => {
    const stops = [...dialog.querySelectorAll('a[href],button,input,select,textarea,[tabindex="0"]')].filter((e) => !e.disabled);
    const last = event.shiftKey ? stops[0] : stops.at(-1);
    if (stops.length && (document.activeElement === last || !dialog.contains(document.activeElement))) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }
  };
  const focus = (selector) => {
    const element = document.querySelector(selector);
    if (element) { element.focus(); element.scrollIntoView({ block: 'nearest' }); }
  };
  const line = (selector, number) => {
    const area = document.querySelector(selector);
    if (!area) return;
    const lines = area.value.split('\n');
    const start = lines.slice(0, number - 1).reduce((sum, text) => sum + text.length + 1, 0);
    area.focus({ preventScroll: true });
    area.setSelectionRange(start, start + (lines[number - 1] ?? '').length);
    const top = area.getBoundingClientRect().top + window.scrollY + ((number - 1) / Math.max(1, lines.length)) * area.clientHeight;
    window.scrollTo({ top: Math.max(0, top - window.innerHeight / 2) });
  };
  return {
    line,
    start(self) {
      document.addEventListener('keydown', (event) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
          event.preventDefault();
          self.invokeMethodAsync('OnKey', 'palette');
          return;
        }
        const dialog = document.querySelector('dialog[open]');
        if ((event.ctrlKey || event.metaKey) && !event.altKey && !dialog && document.querySelector('[data-editor]')) {
          const key = event.key.toLowerCase();
          const does = key === 's' ? 'save' : key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : null;
          if (does) { event.preventDefault(); self.invokeMethodAsync('OnKey', does); return; }
        }
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        // Closing is the page's: the browser would hide the dialog and leave it there.
        if (event.key === 'Escape' && dialog) event.preventDefault();
        if (event.key === 'Escape') { self.invokeMethodAsync('OnKey', dialog ? 'Close' : 'Escape'); return; }
        if (event.key === 'Tab' && dialog) { keepIn(dialog, event); return; }
        if (typing(event.target) || dialog) return;
        // Enter on a link or button is that link's or button's own.
        if (event.key === 'Enter' && event.target.closest('a,button,summary')) return;
        if (['j', 'k', 'Enter', 't', 'p', '?', '/'].includes(event.key)) {
          event.preventDefault();
          self.invokeMethodAsync('OnKey', event.key);
        }
      });
      dark.addEventListener('change', (event) => self.invokeMethodAsync('OnDark', event.matches));
      return dark.matches;
    },
    get: (key) => localStorage.getItem(key),
    set: (key, value) => value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value),
    theme,
    focus,
    enter(dialog, selector) { before = before ?? document.activeElement; dialog.showModal(); focus(selector); },
    // Closed first: nothing outside of an open one takes the focus.
    leave(dialog) { dialog?.close(); before?.isConnected && before.focus(); before = null; },
  };
})();
