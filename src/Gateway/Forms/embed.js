// Shows feedback forms of CxOrchestrator in a page: in place (data-cx-form), or as a dialog (cxForm.open).
(() => {
  const own = new URL('.', document.currentScript.src);
  const shown = new Map();

  const frame = link => {
    const address = new URL(link, location.href);
    if (address.origin !== own.origin || !address.pathname.startsWith(own.pathname)) {
      throw new Error(`cx: ${link} is no link to a form of ${own.href}`);
    }
    address.searchParams.set('embed', '1');
    const made = document.createElement('iframe');
    made.src = address.href;
    made.title = 'Feedback';
    made.style.cssText = 'display:block;width:100%;height:420px;border:0;background:transparent;color-scheme:light dark';
    return made;
  };

  const show = (place, link) => {
    const made = frame(link);
    place.replaceChildren(made);
    shown.set(made, place);
    return made;
  };

  const open = (link, { close = 'Close' } = {}) => {
    const dialog = document.createElement('dialog');
    dialog.style.cssText = 'width:min(40rem,100vw - 2rem);padding:1rem;border:0;border-radius:12px';
    const place = document.createElement('div');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = close;
    button.style.cssText = 'display:block;margin:0 0 .5rem auto;min-height:44px;padding:0 1rem;font:inherit';
    button.onclick = () => dialog.close();
    show(place, link);
    dialog.append(button, place);
    dialog.onclose = () => dialog.remove();
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  };

  addEventListener('message', event => {
    if (event.origin !== own.origin || !event.data?.cxForm) {
      return;
    }
    for (const [made, place] of shown) {
      if (!made.isConnected) {
        shown.delete(made);
      } else if (made.contentWindow === event.source) {
        const { height, done } = event.data.cxForm;
        made.style.height = `${Math.min(Math.max(Number(height) || 0, 100), 4000)}px`;
        if (done && !place.dataset.cxAnswered) {
          place.dataset.cxAnswered = 'true';
          place.dispatchEvent(new CustomEvent('cx-form-answered', { bubbles: true }));
        }
      }
    }
  });

  const begin = () => document.querySelectorAll('[data-cx-form]').forEach(place => show(place, place.dataset.cxForm));
  window.cxForm = { show, open };
  document.readyState === 'loading' ? addEventListener('DOMContentLoaded', begin) : begin();
})();
