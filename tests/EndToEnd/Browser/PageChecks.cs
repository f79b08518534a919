using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>What holds for every page, whatever is on it.</summary>
internal static class PageChecks
{
    public const int NarrowPx = 420;
    public const int LoadMaxMs = 180_000;
    private const int WidePx = 1280;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>
    /// Reopens a page and waits until it is there: by loading it, or within the console where that runs already. Another of its pages lies in
    /// between then, since one that is open is not drawn again.
    /// </summary>
    public static async Task OpenAsync(this IPage page, string path)
    {
        if (await page.EvaluateAsync<bool>("() => typeof Blazor === 'object' && !!document.querySelector('.shell')"))
        {
            await page.GoAsync("/status");
            await page.GoAsync(path);
        }
        else
        {
            await page.GotoAsync(path, new() { Timeout = LoadMaxMs });
            await page.LoadedAsync();
        }
    }

    /// <summary>
    /// Waits until the console of a page that is loading runs. Its whole runtime starts first, which takes many times longer where other suites
    /// keep the machine busy: patience of its own, so that what a test expects of the page is not what waits for it.
    /// </summary>
    public static Task LoadedAsync(this IPage page) =>
        Assertions.Expect(page.Locator("main.boot")).ToHaveCountAsync(0, new() { Timeout = LoadMaxMs });

    /// <summary>Goes to a page of the console that is open, without reloading it, and waits until it is there.</summary>
    public static async Task GoAsync(this IPage page, string path)
    {
        await page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
        await Assertions.Expect(page).ToHaveURLAsync(path);
        await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[aria-busy=true]")).ToHaveCountAsync(0);
    }

    /// <summary>What is wrong with the page in both widths: rules of accessibility that it breaks, and how far it can be scrolled sideways.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this IPage page, string name)
    {
        var faults = new List<string>();
        foreach (var width in new[] { WidePx, NarrowPx })
        {
            await page.SetViewportSizeAsync(width, 900);
            faults.AddRange(await page.WidthFaultsAsync(name, width));
            faults.AddRange(await page.AxeFaultsAsync($"{name} at {width} px"));
            faults.AddRange(await page.RingFaultsAsync($"{name} at {width} px"));
        }

        await page.SetViewportSizeAsync(WidePx, 900);
        return faults;
    }

    /// <summary>The rules of accessibility that the page breaks.</summary>
    public static async Task<IEnumerable<string>> AxeFaultsAsync(this IPage page, string name)
    {
        // Once for a page that is loaded, however often it goes on to another of the console's pages.
        if (await page.EvaluateAsync<bool>("() => typeof axe === 'undefined'"))
        {
            await page.EvaluateAsync(Axe);
        }

        var broken = await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .filter(v => v.impact === 'serious' || v.impact === 'critical')
              .map(v => `${v.impact} ${v.id}: ${v.help}\n  ${v.nodes.map(n => n.html).join('\n  ')}`)
            """);
        return broken.Select(b => $"{name}: {b}");
    }

    /// <summary>What the keyboard can reach without anybody seeing that it is there. The focus goes back to where it was.</summary>
    public static async Task<IEnumerable<string>> RingFaultsAsync(this IPage page, string name)
    {
        var hidden = await page.EvaluateAsync<string[]>(
            """
            () => {
              const before = document.activeElement;
              const within = document.querySelector('dialog[open]') ?? document;
              const stops = [...within.querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex="0"]')]
                .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
              const ringed = e => [e, ...e.querySelectorAll('*')].map(x => getComputedStyle(x))
                .some(s => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || parseFloat(s.strokeWidth) >= 3);
              // What has the focus already would not be entered anew, and a ring shows on entering.
              const faults = stops.filter(e => { e.blur(); e.focus({ focusVisible: true, preventScroll: true }); return document.activeElement === e && !ringed(e); })
                .map(e => e.outerHTML.slice(0, 160));
              before?.focus?.({ preventScroll: true });
              return faults;
            }
            """);
        return hidden.Select(h => $"{name}: no focus ring: {h}");
    }

    /// <summary>Whether the page, at its width, has to be scrolled sideways.</summary>
    public static async Task<IEnumerable<string>> WidthFaultsAsync(this IPage page, string name, int width) =>
        await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth") is > 0 and var over ? [$"{name} is {over} px wider than {width} px"] : [];

    /// <summary>Nothing is wrong.</summary>
    public static void None(IReadOnlyCollection<string> faults) => Assert.True(faults.Count == 0, string.Join('\n', faults));
}
