using System.Text.Json;
using CxOrchestrator.Api.Access;

namespace CxOrchestrator.Console;

internal enum ThemeChoice
{
    System,
    Light,
    Dark,
}

/// <summary>What the browser keeps for the operator: name, theme, saved filters.</summary>
internal sealed class Preferences(Browser browser)
{
    private const string DefaultName = "operator";
    private bool _systemDark;
    private bool _named;

    public event Action? Changed;

    /// <summary>Who acts; other operators see it on claimed cases.</summary>
    public string Name { get; private set; } = DefaultName;

    /// <summary>False while nobody has said who acts.</summary>
    public bool NameKnown { get; private set; }

    public ThemeChoice Theme { get; private set; } = ThemeChoice.System;

    public bool Dark => Theme == ThemeChoice.Dark || (Theme == ThemeChoice.System && _systemDark);

    public IReadOnlyList<SavedFilter> Filters { get; private set; } = [];

    public async Task StartAsync()
    {
        browser.DarkPreferred += dark =>
        {
            _systemDark = dark;
            _ = ApplyAsync();
        };
        _systemDark = await browser.StartAsync();
        var name = await browser.GetAsync("cx.name");
        _named = name is { Length: > 0 };
        Name = _named ? name! : DefaultName;
        NameKnown = _named;
        Theme = Enum.TryParse<ThemeChoice>(await browser.GetAsync("cx.theme"), out var theme) ? theme : ThemeChoice.System;
        Filters = Read(await browser.GetAsync("cx.filters"));
        await ApplyAsync();
    }

    public async Task SetNameAsync(string name)
    {
        Name = name.Trim() is { Length: > 0 } trimmed ? trimmed[..Math.Min(100, trimmed.Length)] : DefaultName;
        (_named, NameKnown) = (true, true);
        await browser.SetAsync("cx.name", Name);
        Changed?.Invoke();
    }

    /// <summary>Under whom things are recorded: the account where one was signed in to or chosen, else the name that was given here.</summary>
    public void ActAs(MeView me)
    {
        if (me is { Name: { } account } && (me.SignedIn || !_named))
        {
            Name = me.SignedIn ? account : me.DisplayName ?? account;
        }

        NameKnown = true;
        Changed?.Invoke();
    }

    public async Task SetThemeAsync(ThemeChoice theme)
    {
        Theme = theme;
        await browser.SetAsync("cx.theme", theme.ToString());
        await ApplyAsync();
    }

    public async Task SetFiltersAsync(IReadOnlyList<SavedFilter> filters)
    {
        Filters = filters;
        await browser.SetAsync("cx.filters", JsonSerializer.Serialize([.. filters], ConsoleJson.Default.ListSavedFilter));
        Changed?.Invoke();
    }

    private async Task ApplyAsync()
    {
        await browser.ThemeAsync(Dark);
        Changed?.Invoke();
    }

    private static List<SavedFilter> Read(string? json)
    {
        try
        {
            return json is null ? [] : JsonSerializer.Deserialize(json, ConsoleJson.Default.ListSavedFilter) ?? [];
        }
        catch (JsonException)
        {
            // Somebody else's key, or an older form: nothing of value is lost by starting over.
            return [];
        }
    }
}
