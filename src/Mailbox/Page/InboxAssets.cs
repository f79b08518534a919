namespace CxOrchestrator.Mailbox.Page;

/// <summary>The page's style and script.</summary>
internal static class InboxAssets
{
    public const string Style =
        """
        :root { color-scheme: light dark; --bg: #f6f7f9; --surface: #fff; --line: #d9dde5; --text: #1a1f2b; --muted: #565e6e; --accent: #3445c4; --soft: #e6e9fb; }
        @media (prefers-color-scheme: dark) { :root { --bg: #12151c; --surface: #1a1e28; --line: #343c4d; --text: #e8ebf2; --muted: #a6afc0; --accent: #a9b6ff; --soft: #2a3260; } }
        * { box-sizing: border-box; }
        html, body { margin: 0; height: 100%; }
        body { display: flex; flex-direction: column; background: var(--bg); color: var(--text); font: 14px/1.45 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
        h1, h2, p, dl, dd, ol, ul, pre { margin: 0; padding: 0; } ol, ul { list-style: none; } h1 { font-size: 22px; } h2 { font-size: 16px; overflow-wrap: anywhere; }
        a { color: var(--accent); } .muted { color: var(--muted); } .pad { padding: 16px; } [hidden] { display: none !important; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        header { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; padding: 8px 16px; background: var(--surface); border-bottom: 1px solid var(--line); }
        header form { display: flex; gap: 8px; margin: 0; } header form[role=search] { margin-left: auto; }
        button, .button, input { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 4px 12px; min-height: 32px; text-decoration: none; } input { width: 168px; }
        .new { background: var(--accent); color: var(--bg); border-radius: 12px; padding: 2px 12px; text-decoration: none; font-weight: 600; }
        main { flex: 1 1 0; min-height: 0; display: grid; grid-template-columns: minmax(280px, 1fr) minmax(0, 3fr); }
        main.empty { display: grid; grid-template-columns: 1fr; gap: 8px; align-content: center; justify-items: center; text-align: center; padding: 48px 16px; }
        main > nav { overflow-y: auto; border-right: 1px solid var(--line); background: var(--surface); }
        li > a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 8px; padding: 8px 16px; border-bottom: 1px solid var(--line); color: inherit; text-decoration: none; } li > a:hover, li > a[aria-current] { background: var(--soft); } li > a[aria-current] { box-shadow: inset 4px 0 0 var(--accent); }
        .who, .subject { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .who { font-weight: 600; } .subject { grid-column: 1 / 3; } time { color: var(--muted); font-size: 12px; }
        .message { min-width: 0; min-height: 0; display: flex; flex-direction: column; overflow: auto; } .message > h2 { padding: 16px 16px 8px; } .message.none { align-items: center; justify-content: center; } .back { display: none; padding: 12px 16px 0; }
        dl { display: grid; grid-template-columns: 72px minmax(0, 1fr); gap: 4px 8px; padding: 0 16px 12px; } dt { color: var(--muted); } dd { overflow-wrap: anywhere; }
        .attachments { display: flex; flex-wrap: wrap; gap: 8px; padding: 0 16px 12px; } .attachments li { border: 1px solid var(--line); border-radius: 10px; padding: 0 8px; font-size: 12px; }
        .tabs { display: flex; gap: 4px; padding: 0 12px; border-bottom: 1px solid var(--line); } .tabs a { padding: 8px; color: var(--muted); text-decoration: none; border-bottom: 2px solid transparent; } .tabs a[aria-current] { color: var(--accent); border-color: var(--accent); font-weight: 600; } .tabs .right { margin-left: auto; color: var(--accent); }
        iframe { flex: 1 0 320px; width: 100%; border: 0; background: #fff; color-scheme: light; } pre { padding: 16px; font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        table { border-collapse: collapse; margin: 8px 16px 16px; font-size: 12px; } th, td { text-align: left; vertical-align: top; padding: 4px 16px 4px 0; overflow-wrap: anywhere; } th { color: var(--muted); font-weight: 500; white-space: nowrap; }
        @media (max-width: 720px) { main { grid-template-columns: minmax(0, 1fr); } .list .message, .open main > nav { display: none; } .back { display: block; } main > nav { border-right: 0; } header form[role=search] { margin-left: 0; flex: 1 1 100%; order: 1; } input { flex: 1; width: auto; } table, tbody, tr, th, td { display: block; } th { white-space: normal; padding-bottom: 0; } }
        """;

    public const string Script =
        """
        const body = document.body;
        const note = document.querySelector('.new');
        if (body.dataset.live === 'yes') setInterval(async () => {
          if (document.hidden) return;
          try { note.hidden = (await (await fetch('/newest')).text()) === body.dataset.newest; } catch { /* The mailbox has ended. */ }
        }, 3000);
        document.addEventListener('keydown', (event) => {
          if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA)$/.test(event.target.tagName) || !['j', 'k'].includes(event.key)) return;
          const links = [...document.querySelectorAll('main > nav li a')];
          const at = links.findIndex((a) => a.hasAttribute('aria-current'));
          const next = links[at < 0 ? 0 : at + (event.key === 'j' ? 1 : -1)];
          if (next) next.click();
        });
        """;
}
