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
  const focus = (...selectors) => {
    const element = selectors.map((s) => document.querySelector(s)).find((e) => e);
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
  // A browser gives 0 for a field that was never entered: only one that was has a place.
  const entered = new WeakSet();
  document.addEventListener('focusin', (event) => { if (typing(event.target)) entered.add(event.target); });
  const caret = (id, to) => {
    const field = document.getElementById(id);
    if (!field) return -1;
    if (to !== null && to !== undefined) { field.focus({ preventScroll: true }); field.setSelectionRange?.(to, to); }
    return entered.has(field) ? field.selectionStart ?? -1 : -1;
  };
  // Only pages that came over TLS or from this machine have a clipboard.
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
  };
  const copyField = async (id) => {
    const field = document.getElementById(id);
    field?.select();
    try { await navigator.clipboard.writeText(field.value); return true; } catch { return false; }
  };
  let beforeToasts = null;
  // Always open: a screen reader hears only of what comes into a region that is there already.
  const toasts = (area) => {
    if (!area.dataset.heard) {
      area.dataset.heard = 'true';
      area.addEventListener('focusin', (event) => { beforeToasts = area.contains(event.relatedTarget) ? beforeToasts : event.relatedTarget; });
    }
    // Shown again, it lies above a dialog that opened meanwhile; not while the keyboard is in it, which would lose its place.
    if (area.matches(':popover-open') && document.querySelector('dialog[open]') && !area.contains(document.activeElement)) area.hidePopover();
    if (!area.matches(':popover-open')) area.showPopover();
  };
  return {
    line,
    caret,
    copy, copyField,
    toasts,
    leaveToasts(area) {
      if (area.contains(document.activeElement)) (beforeToasts?.isConnected ? beforeToasts : document.getElementById('content'))?.focus({ preventScroll: true });
    },
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
        if (event.key === 'Escape' && !dialog && event.target.closest?.('.toasts')) return;
        // Out of the field, no further: what is typed there is no reason to leave the page.
        if (event.key === 'Escape' && !dialog && typing(event.target)) { event.target.blur(); return; }
        if (event.key === 'Escape') { self.invokeMethodAsync('OnKey', dialog ? 'Close' : 'Escape'); return; }
        if (event.key === 'Tab' && dialog) { keepIn(dialog, event); return; }
        if (typing(event.target) || dialog) return;
        // Enter on a link or button is that link's or button's own.
        if (event.key === 'Enter' && event.target.closest('a,button,summary')) return;
        if (['j', 'k', 'Enter', 't', 'p', 'u', 'x', '?', '/'].includes(event.key)) {
          event.preventDefault();
          self.invokeMethodAsync('OnKey', event.key);
        }
      });
      dark.addEventListener('change', (event) => self.invokeMethodAsync('OnDark', event.matches));
      return dark.matches;
    },
    get: (key) => localStorage.getItem(key),
    set: (key, value) => value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value),
    // Of this tab: what was typed and not sent, as one object.
    kept: () => sessionStorage.getItem('cx.kept'),
    // What somebody else typed under another account is nobody's any more.
    keptBy(account) {
      const before = sessionStorage.getItem('cx.keptBy');
      if (before !== null && before !== account) sessionStorage.removeItem('cx.kept');
      sessionStorage.setItem('cx.keptBy', account);
    },
    keep(key, value) {
      const words = JSON.parse(sessionStorage.getItem('cx.kept') ?? '{}');
      if (value === null) delete words[key]; else words[key] = value;
      try { sessionStorage.setItem('cx.kept', JSON.stringify(words)); } catch { /* No room: what was typed is kept until the page is left. */ }
    },
    theme,
    focus,
    enter(dialog, selector) { before = before ?? document.activeElement; dialog.showModal(); focus(selector); },
    // Closed first: nothing outside of an open one takes the focus.
    leave(dialog) { dialog?.close(); before?.isConnected && before.focus(); before = null; },
  };
})();
