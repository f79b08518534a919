using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Console.Cases;
using CxOrchestrator.Console.Live;
using CxOrchestrator.Console.Toasting;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.SignalR;

namespace CxOrchestrator.Console.Board;

public sealed partial class BoardPage : IDisposable
{
    private static readonly TimeSpan SettleEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly BoardModel _board = new();
    private readonly BoardNews _news = new();
    private BoardFilter _filter = new();
    private string? _selected;
    private string? _error;
    private ITimer? _settling;
    private long _settledAt;

    [Inject] private LiveClient Live { get; set; } = default!;

    [Inject] private CaseCommands Commands { get; set; } = default!;

    [Inject] private Browser Browser { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    private ICollection<ShownRow> Shown => [.. _board.Shown];

    protected override async Task OnInitializedAsync()
    {
        _filter = BoardAddress.Parse(Navigation.Uri);
        Live.BoardReset += OnReset;
        Live.BoardChanged += OnChanged;
        Browser.Key += OnKey;
        Navigation.LocationChanged += OnLocation;
        _settling = Clock.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
        await WatchAsync();
    }

    public void Dispose()
    {
        Live.BoardReset -= OnReset;
        Live.BoardChanged -= OnChanged;
        Browser.Key -= OnKey;
        Navigation.LocationChanged -= OnLocation;
        _settling?.Dispose();
        _ = Live.UnwatchBoardAsync();
    }

    private async Task WatchAsync()
    {
        try
        {
            _error = null;
            await Live.WatchBoardAsync(_filter);
        }
        catch (Exception exception) when (exception is HubException or InvalidOperationException)
        {
            _error = exception.Message;
        }
    }

    private void Go(BoardFilter filter) => Navigation.NavigateTo(BoardAddress.Of(filter));

    private async void OnLocation(object? sender, LocationChangedEventArgs e)
    {
        var path = new Uri(e.Location).AbsolutePath;
        if (path is "/" or "/board")
        {
            _filter = BoardAddress.Parse(e.Location);
            await WatchAsync();
            StateHasChanged();
        }
    }

    private void OnReset(BoardSnapshot snapshot)
    {
        _board.Reset(snapshot, _filter.Sort);
        _news.Reset(snapshot);
        StateHasChanged();
    }

    private void OnChanged(BoardChanges changes)
    {
        _board.Apply(changes);
        _news.Apply(changes, Live.JourneyNow);

        // Nobody waits for a board that has stood still.
        Settle();
        StateHasChanged();
    }

    private void Look()
    {
        if (Settle())
        {
            StateHasChanged();
        }
    }

    private bool Settle()
    {
        if (_board.Shown.Count > 0 && Clock.GetElapsedTime(_settledAt) < SettleEvery)
        {
            return false;
        }

        // Both, each time: neither waits for the other.
        var moved = _board.Settle() | (!_board.Paused && _news.Settle());
        if (moved)
        {
            _settledAt = Clock.GetTimestamp();
        }

        return moved;
    }

    private void Pause() => _board.Pause(!_board.Paused);

    private void Open(string customer) => Navigation.NavigateTo($"customers/{CustomerPath.Of(customer)}");

    private async void OnKey(string key)
    {
        switch (key)
        {
            case "j" or "k":
                Move(key == "j" ? 1 : -1);
                StateHasChanged();
                await Task.Yield();
                await Browser.FocusAsync(".board tr.selected");
                break;
            case "Enter" when _selected is { } customer:
                Open(customer);
                break;
            case "p":
                Pause();
                StateHasChanged();
                break;
            case "Escape":
                _selected = null;
                StateHasChanged();
                break;
            case "t" when _selected is { } customer:
                await ClaimAsync(customer);
                break;
        }
    }

    private void Move(int step)
    {
        var rows = _board.Shown;
        if (rows.Count > 0)
        {
            var at = rows.ToList().FindIndex(r => r.Row.Customer == _selected);
            _selected = rows[Math.Clamp(at + step, 0, rows.Count - 1)].Row.Customer;
        }
    }

    private async Task ClaimAsync(string customer)
    {
        if (_board.Shown.FirstOrDefault(r => r.Row.Customer == customer)?.Row is not { Case: { } id } row)
        {
            Toasts.Add("This customer has no open case to take.", ToastKind.Info);
            return;
        }

        await Commands.ClaimAsync(id, row.Name ?? customer);

        // The button is gone; the row keeps the keyboard.
        _selected = customer;
        StateHasChanged();
        await Browser.FocusAsync(".board tr.selected");
    }
}
