using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Api.Operations;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Console.Live;

internal enum ConnectionPhase
{
    Connecting,
    Live,

    /// <summary>What is shown is no longer current.</summary>
    Stale,
}

/// <summary>
/// The one connection to the hub. Connects and reconnects for ever, watches again what was watched, and asks for everything again where
/// a number is missing. Events are raised on the renderer's thread: WebAssembly has one.
/// </summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClockWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(4);

    private readonly HubConnection _connection;
    private readonly TimeProvider _clock;
    private readonly ITimer _watchdog;
    private BoardFilter? _board;
    private string? _customer;
    private NumberGuard _numbers = new();
    private long _heardAt;
    private ClockView? _journey;
    private long _journeyAt;
    private bool _started;

    public LiveClient(Uri address, TimeProvider clock)
    {
        _clock = clock;
        _connection = new HubConnectionBuilder()
            .WithUrl(new Uri(address, LiveHub.Path.TrimStart('/')))
            .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ConsoleJson.Api))
            .Build();
        _connection.On<BoardChanges>(nameof(ILiveClient.BoardChanged), OnBoard);
        _connection.On<CustomerChanges>(nameof(ILiveClient.CustomerChanged), changes => CustomerChanged?.Invoke(changes));
        _connection.On<ResyncNotice>(nameof(ILiveClient.Resync), _ => RewatchAsync());
        _connection.On<LivePulse>(nameof(ILiveClient.Pulse), OnPulse);
        _connection.Closed += OnClosedAsync;
        _watchdog = clock.CreateTimer(_ => Watch(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Phase, pulse or clock changed.</summary>
    public event Action? Changed;

    /// <summary>The watched board from the start.</summary>
    public event Action<BoardSnapshot>? BoardReset;

    public event Action<BoardChanges>? BoardChanged;

    public event Action<CustomerChanges>? CustomerChanged;

    /// <summary>The connection came back: pages read again what they show beside the watches.</summary>
    public event Action? Reconnected;

    public ConnectionPhase Phase { get; private set; } = ConnectionPhase.Connecting;

    /// <summary>When something was last heard; null before.</summary>
    public DateTimeOffset? HeardAt { get; private set; }

    /// <summary>How long nothing was heard.</summary>
    public TimeSpan Silence => HeardAt is null ? TimeSpan.Zero : _clock.GetElapsedTime(_heardAt);

    public LivePulse? Pulse { get; private set; }

    /// <summary>The journey's clock: from its last report on it runs at the journey's speed.</summary>
    public DateTimeOffset JourneyNow => _journey is { } journey
        ? journey.JourneyNow + (_clock.GetElapsedTime(_journeyAt) * journey.JourneySpeed)
        : _clock.GetUtcNow();

    /// <summary>How many journey seconds pass in a real one.</summary>
    public double JourneySpeed => _journey?.JourneySpeed ?? 1;

    /// <summary>Asks for the journey's clock: pages that are there before the first pulse count from it.</summary>
    public async Task AskClockAsync(ApiClient api)
    {
        try
        {
            SetClock(await api.ClockAsync().WaitAsync(ClockWithin, _clock));
        }
        catch (Exception exception) when (exception is ApiException or TimeoutException)
        {
            // The first pulse will tell.
        }
    }

    private void SetClock(ClockView journey)
    {
        _journey = journey;
        _journeyAt = _clock.GetTimestamp();
    }

    public void Start()
    {
        if (!_started)
        {
            _started = true;
            _ = ConnectAsync();
        }
    }

    public async Task WatchBoardAsync(BoardFilter filter)
    {
        _board = filter;
        if (_connection.State == HubConnectionState.Connected)
        {
            await WatchBoardAgainAsync();
        }
    }

    public async Task UnwatchBoardAsync()
    {
        _board = null;
        if (_connection.State == HubConnectionState.Connected)
        {
            await _connection.SendAsync(nameof(ILiveHub.UnwatchBoard));
        }
    }

    public async Task WatchCustomerAsync(string customer)
    {
        _customer = customer;
        if (_connection.State == HubConnectionState.Connected)
        {
            await WatchCustomerAgainAsync();
        }
    }

    public async Task UnwatchCustomerAsync()
    {
        _customer = null;
        if (_connection.State == HubConnectionState.Connected)
        {
            await _connection.SendAsync(nameof(ILiveHub.UnwatchCustomer));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _watchdog.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task ConnectAsync()
    {
        var pause = TimeSpan.FromMilliseconds(200);
        while (true)
        {
            try
            {
                await _connection.StartAsync();
                Heard();
                await RewatchAsync();
                Reconnected?.Invoke();
                return;
            }
#pragma warning disable CA1031 // Whatever the cause, the next attempt follows.
            catch (Exception)
#pragma warning restore CA1031
            {
                await Task.Delay(pause, _clock);
                pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            }
        }
    }

    private Task OnClosedAsync(Exception? reason)
    {
        Become(ConnectionPhase.Stale);
        _ = ConnectAsync();
        return Task.CompletedTask;
    }

    private async Task RewatchAsync()
    {
        await WatchBoardAgainAsync();
        await WatchCustomerAgainAsync();
    }

    private async Task WatchBoardAgainAsync()
    {
        if (_board is not { } filter)
        {
            return;
        }

        var snapshot = await _connection.InvokeAsync<BoardSnapshot>(nameof(ILiveHub.WatchBoard), filter);
        if (ReferenceEquals(filter, _board))
        {
            _numbers = new NumberGuard(snapshot.Number);
            OnPulse(snapshot.Pulse);
            BoardReset?.Invoke(snapshot);
        }
    }

    private async Task WatchCustomerAgainAsync()
    {
        if (_customer is { } customer)
        {
            var view = await _connection.InvokeAsync<CustomerView?>(nameof(ILiveHub.WatchCustomer), customer);
            if (customer == _customer)
            {
                CustomerChanged?.Invoke(new CustomerChanges { Customer = customer, View = view, Timeline = [], Actions = [], Decisions = [], Cases = [] });
            }
        }
    }

    private async Task OnBoard(BoardChanges changes)
    {
        Heard();
        switch (_numbers.Take(changes.Number))
        {
            case NumberAnswer.Next:
                BoardChanged?.Invoke(changes);
                break;
            case NumberAnswer.Gap:
                await WatchBoardAgainAsync();
                break;
            default:
                // Older than the snapshot, which holds it.
                break;
        }
    }

    private void OnPulse(LivePulse pulse)
    {
        Pulse = pulse;
        SetClock(new ClockView { JourneyNow = pulse.JourneyNow, SystemNow = _clock.GetUtcNow(), JourneySpeed = pulse.JourneySpeed });
        Heard();
        Changed?.Invoke();
    }

    private void Heard()
    {
        _heardAt = _clock.GetTimestamp();
        HeardAt = _clock.GetUtcNow();
        Become(ConnectionPhase.Live);
    }

    private void Watch()
    {
        if (Phase == ConnectionPhase.Live && _clock.GetElapsedTime(_heardAt) > SilenceMax)
        {
            Become(ConnectionPhase.Stale);
        }

        Changed?.Invoke();
    }

    private void Become(ConnectionPhase phase)
    {
        if (Phase != phase)
        {
            Phase = phase;
            Changed?.Invoke();
        }
    }
}
