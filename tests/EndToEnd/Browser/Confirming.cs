using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>Buttons that change something for good, as a hand presses them.</summary>
internal static class Confirming
{
    /// <summary>The widths that each of them is pressed at.</summary>
    public static TheoryData<int> Widths { get; } = [1440, 1920];

    /// <summary>Presses the page's only button of that name.</summary>
    public static Task ConfirmAsync(this IPage page, string name) => page.Locator("body").ConfirmAsync(name);

    /// <summary>Presses the button where it is on the screen: nothing may lie over its middle or near its corners.</summary>
    public static async Task ConfirmAsync(this ILocator within, string name)
    {
        var button = within.Locator($"[data-confirms='{name}']");
        await Assertions.Expect(button).ToBeEnabledAsync();
        await button.ScrollIntoViewIfNeededAsync();

        // It rests where it is: what was drawn a moment ago may still move it away from under the pointer.
        await button.ClickAsync(new() { Trial = true });
        var over = await button.EvaluateAsync<string?>(
            """
            button => {
              const box = button.getBoundingClientRect();
              for (const [x, y] of [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]]) {
                const hit = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
                if (!hit || !button.contains(hit)) return `${hit ? hit.outerHTML.slice(0, 160) : 'nothing'} at ${x}, ${y}`;
              }
              return null;
            }
            """);
        Assert.True(over is null, $"{name} cannot be pressed: there is {over}");
        var box = (await button.BoundingBoxAsync())!;
        await within.Page.Mouse.ClickAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }

    /// <summary>A page of that width.</summary>
    public static async Task<IPage> PageAsync(this BrowserFixture fixture, int width)
    {
        var page = await fixture.PageAsync();
        await page.SetViewportSizeAsync(width, 900);
        return page;
    }

    public static Task ToastAsync(this IPage page, string words) => Assertions.Expect(page.GetByTestId("toast").Filter(new() { HasText = words }).First).ToBeVisibleAsync();
}
