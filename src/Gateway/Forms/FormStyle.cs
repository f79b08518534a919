using CxOrchestrator.Rules.Forms;

namespace CxOrchestrator.Gateway.Forms;

/// <summary>How the pages of forms look, on light and dark screens, wide and narrow.</summary>
internal static class FormStyle
{
    private const string Common =
        """
        :root { --bg: #f6f7f9; --card: #fff; --text: #1a1f2b; --muted: #565f70; --line: #d6dae2; --field: #767e8e; --accent: #3445c4; --on: #fff; --bad: #a3202c; --bad-bg: #fdecee }
        @media (prefers-color-scheme: dark) { :root { --bg: #12151c; --card: #1a1e28; --text: #e8ebf2; --muted: #a3acbd; --line: #333a49; --field: #6f7a90; --accent: #a9b6ff; --on: #12151c; --bad: #ff9aa5; --bad-bg: #3a181d } }
        * { box-sizing: border-box }
        body { margin: 0; padding: 32px 16px 64px; font: 16px/1.5 system-ui, sans-serif; background: var(--bg); color: var(--text); overflow-wrap: break-word }
        main { max-width: 40rem; margin: 0 auto }
        h1 { margin: 0 0 16px; font-size: 28px; line-height: 1.2 }
        p { margin: 0 0 16px; white-space: pre-line }
        .brand { margin-bottom: 24px; font-weight: 600; color: var(--muted) }
        .brand img { display: block; max-width: 100%; max-height: 48px }
        .lead { color: var(--muted) }
        .card { margin: 0 0 16px; padding: 20px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; min-width: 0 }
        legend, .ask { float: left; width: 100%; margin: 0 0 12px; padding: 0; font-size: 18px; line-height: 1.35; font-weight: 600; white-space: pre-line }
        legend + *, .ask + * { clear: both }
        .ask small { font-size: 14px; font-weight: 400; color: var(--muted) }
        .scores { display: grid; gap: 8px; grid-template-columns: repeat(var(--n), minmax(0, 1fr)) }
        .scores label { position: relative; display: block; cursor: pointer }
        .scores input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer }
        .scores span { display: flex; align-items: center; justify-content: center; min-height: 48px; border: 1px solid var(--field); border-radius: 8px; font-weight: 600; font-variant-numeric: tabular-nums }
        .scores label:hover span { border-color: var(--text) }
        .scores input:checked + span { background: var(--accent); color: var(--on); border-color: var(--accent); box-shadow: 0 0 0 2px var(--card), 0 0 0 4px var(--text) }
        .scores input:focus-visible + span { outline: 3px solid var(--text); outline-offset: 5px }
        .ends { display: flex; justify-content: space-between; gap: 24px; margin-top: 12px; font-size: 14px; line-height: 1.4; color: var(--muted) }
        .ends span + span { text-align: right }
        textarea { display: block; width: 100%; min-height: 128px; padding: 12px; font: inherit; color: inherit; background: var(--bg); border: 1px solid var(--field); border-radius: 8px; resize: vertical }
        .hint { margin: 8px 0 0; font-size: 14px; color: var(--muted) }
        .fault { margin: 12px 0 0; font-weight: 600; color: var(--bad) }
        .wrong { border-color: var(--bad) }
        .notice { margin: 0 0 16px; padding: 12px 16px; border-left: 4px solid var(--bad); border-radius: 8px; background: var(--bad-bg); color: var(--text) }
        .notice.test { border-color: var(--accent); background: var(--card) }
        button { min-height: 48px; padding: 8px 32px; font: inherit; font-weight: 600; cursor: pointer; border-radius: 8px; border: 1px solid var(--field); color: var(--on); background: var(--accent) }
        textarea:focus-visible, button:focus-visible { outline: 3px solid var(--text); outline-offset: 2px }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
        @media (max-width: 35.99rem) { .n11 { --n: 6 !important } button { width: 100% } }
        """;

    // Within a page the frame has no margin of its own.
    private const string Framed = "\nbody { padding: 2px; background: transparent } main { max-width: none } .brand { display: none }";

    public static string Of(FormDefinition? form, bool embedded) =>
        $"{Common}{(form is { Color: { } color, LabelColor: { } label } ? $"\n:root {{ --accent: {color} !important; --on: {label} !important }}" : "")}{(embedded ? Framed : "")}";
}
