using System.Text.RegularExpressions;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>A button that changes something for good has a name, and a browser test presses each.</summary>
public partial class ConfirmingButtonsTests
{
    // What a name made of a step can be.
    private static readonly Dictionary<string, string[]> Steps = new()
    {
        ["@($\"step-{Step.Name}\")"] = ["step-approve", "step-reject", "step-retire", "step-discard", "step-pause", "step-publish"],
        ["@($\"{step}-policy\")"] = ["pause-policy", "resume-policy"],
    };

    // They open a sheet that asks, look something up, close what was read, or do what is undone as easily.
    private static readonly string[] Exempt = ["_asking = true", "_erasing = true", "OnStep.InvokeAsync(step)", "Find</button>", "Ask</button>", "@onclick=\"OnClose\">Close</button>", ">Start</button>", ">Add it</button>"];

    [Fact]
    public void Buttons_ThatConfirmOrDestroy_HaveANameThatABrowserTestPresses()
    {
        var files = ConsoleFiles.Razor().ToList();
        var nameless = files.SelectMany(f => Confirming(f.Text).Where(b => !b.Contains("data-confirms=", StringComparison.Ordinal)).Select(b => $"{f.Name}: name it with data-confirms: {b}")).ToList();
        Assert.True(nameless.Count == 0, string.Join('\n', nameless));

        var named = files.SelectMany(f => Named().Matches(f.Text)).Select(m => m.Groups[1].Value).SelectMany(n => Steps.GetValueOrDefault(n, [n])).ToHashSet(StringComparer.Ordinal);
        var pressed = ConsoleFiles.BrowserTests().SelectMany(t => Pressed().Matches(t)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.True(named.Count >= 30, $"Only {named.Count} names were found: the pattern no longer fits.");
        Assert.Equal([], named.Except(pressed).Order());
        Assert.Equal([], pressed.Except(named).Order());
    }

    // In a sheet what is offered first, and anywhere what sends a form or is dangerous.
    private static IEnumerable<string> Confirming(string text)
    {
        var sheets = Sheets().Matches(text).Select(s => (From: s.Index, To: s.Index + s.Length)).ToList();
        return Buttons().Matches(text)
            .Where(b => b.Value.Contains("type=\"submit\"", StringComparison.Ordinal) || b.Value.Contains("danger", StringComparison.Ordinal)
                || (b.Value.Contains("primary", StringComparison.Ordinal) && sheets.Any(s => s.From < b.Index && b.Index < s.To)))
            .Select(b => b.Value)
            .Where(b => !Exempt.Any(b.Contains));
    }

    [GeneratedRegex(@"<button\b.*?</button>", RegexOptions.Singleline)]
    private static partial Regex Buttons();

    [GeneratedRegex(@"<Sheet\b.*?</Sheet>", RegexOptions.Singleline)]
    private static partial Regex Sheets();

    [GeneratedRegex(@"data-confirms=""(@\(\$""[^""]*""\)|[a-z-]+)""")]
    private static partial Regex Named();

    [GeneratedRegex(@"ConfirmAsync\(""([a-z-]+)""\)")]
    private static partial Regex Pressed();
}
