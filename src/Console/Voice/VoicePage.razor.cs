using System.Globalization;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Console.Definitions;
using Microsoft.AspNetCore.Components;

namespace CxOrchestrator.Console.Voice;

/// <summary>What customers say: by reason, and in their words. The address says what is shown.</summary>
public sealed partial class VoicePage
{
    private VoiceQuery _query = new();
    private VoiceView? _view;
    private List<VoiceQuote>? _quotes;
    private string? _next;
    private string? _error;
    private string _from = "";
    private string _to = "";
    private DateOnly _today;
    private bool _mayCorrect;
    private VoiceQuote? _correcting;

    [SupplyParameterFromQuery(Name = "from")] public string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")] public string? To { get; set; }

    [SupplyParameterFromQuery(Name = "by")] public string? By { get; set; }

    [SupplyParameterFromQuery(Name = "order")] public string? Order { get; set; }

    [SupplyParameterFromQuery(Name = "reason")] public string? Reason { get; set; }

    [SupplyParameterFromQuery(Name = "class")] public string? Class { get; set; }

    [SupplyParameterFromQuery(Name = "channel")] public string? Channel { get; set; }

    [SupplyParameterFromQuery(Name = "journey")] public string? Journey { get; set; }

    [SupplyParameterFromQuery(Name = "stage")] public string? Stage { get; set; }

    [SupplyParameterFromQuery(Name = "segment")] public string? Segment { get; set; }

    [SupplyParameterFromQuery(Name = "language")] public string? Language { get; set; }

    [Inject] private ApiClient Api { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private IEnumerable<(string Name, string? Value)> Chosen =>
        new[] { ("reason", Reason), ("channel", Channel), ("stage", Stage), ("segment", Segment), ("language", Language) }.Where(f => !string.IsNullOrEmpty(f.Item2));

    // Empty: none of those that are offered.
    private string Preset => _view is { } view && view.To == _today && view.To.DayNumber - view.From.DayNumber + 1 is (7 or 28 or 90) and var days ? $"{days}" : "";

    protected override async Task OnParametersSetAsync()
    {
        var query = new VoiceQuery
        {
            From = From,
            To = To,
            By = By,
            Order = Order,
            Reason = Reason,
            Class = Class,
            Channel = Channel,
            Journey = Journey,
            Stage = Stage,
            Segment = Segment,
            Language = Language,
        };
        if (_view is not null && query == _query)
        {
            return;
        }

        _query = query;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var query = _query;
        try
        {
            if (_today == default)
            {
                // The journey's clock, by UTC as the figures are.
                _today = DateOnly.FromDateTime((await Api.ClockAsync()).JourneyNow.UtcDateTime);
                _mayCorrect = VoiceWords.MayCorrect(await Api.MeAsync());
            }

            var view = await Api.VoiceAsync(query);
            if (query != _query)
            {
                return;
            }

            (_view, _error, _quotes, _next) = (view, null, null, null);
            (_from, _to) = (VoiceQuery.Day(view.From), VoiceQuery.Day(view.To));
            StateHasChanged();
            var page = await Api.QuotesAsync(query, null);
            if (query == _query)
            {
                (_quotes, _next) = ([.. page.Items], page.Next);
            }
        }
        catch (ApiException exception)
        {
            _error = exception.Message;
        }
    }

    private async Task MoreAsync()
    {
        try
        {
            var page = await Api.QuotesAsync(_query, _next);
            _quotes?.AddRange(page.Items);
            _next = page.Next;
        }
        catch (ApiException exception)
        {
            _error = exception.Message;
        }
    }

    private void GoDays(string? days)
    {
        if (int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            Go(("from", count == VoiceQuery.DaysDefault ? null : VoiceQuery.Day(_today.AddDays(1 - count))), ("to", null));
        }
    }

    private void Choose(VoiceGroup group)
    {
        switch (_view?.By)
        {
            case "stage":
                var again = Stage == group.Id && Journey == group.Journey;
                Go(("stage", again ? null : group.Id), ("journey", again ? null : group.Journey));
                break;
            case { } by:
                var chosen = by switch { "channel" => Channel, "segment" => Segment, _ => Language };
                Go((by, chosen == group.Id ? null : group.Id));
                break;
        }
    }

    private void Remove(string filter) => Go(filter == "stage" ? [("stage", null), ("journey", null)] : [(filter, null)]);

    private void Corrected(VoiceQuote quote)
    {
        _correcting = null;
        if (_quotes?.FindIndex(q => q.Customer == quote.Customer && q.Sequence == quote.Sequence) is >= 0 and var at)
        {
            _quotes[at] = quote;
        }
    }

    // The trigger is the type of touchpoint that most of the quotes came in.
    private async Task MakePolicyAsync()
    {
        if (Reason is not { Length: > 0 } reason || _quotes is not { } quotes)
        {
            return;
        }

        try
        {
            var taken = (await Api.DocumentsAsync("policy")).Items.Select(d => d.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var name = $"Customers say: {reason}";
            var id = StartingPoints.IdOf(name);
            var free = Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? id : $"{id}-{i}").First(i => !taken.Contains(i));
            var type = quotes.GroupBy(q => q.Type).OrderByDescending(g => g.Count()).FirstOrDefault()?.Key ?? "review.submitted";
            Navigation.NavigateTo($"{DocumentPages.Of("policy", free)}?name={Uri.EscapeDataString(name)}&reason={Uri.EscapeDataString(reason)}&type={Uri.EscapeDataString(type)}");
        }
        catch (ApiException exception)
        {
            _error = exception.Message;
        }
    }

    private void Go(params (string Name, string? Value)[] to) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(to.ToDictionary(t => t.Name, object? (t) => string.IsNullOrEmpty(t.Value) ? null : t.Value)), replace: true);
}
