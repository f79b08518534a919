using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;
using Polly;
using Polly.CircuitBreaker;

namespace CxOrchestrator.Channels.Connections;

/// <summary>A published connection on this silo: its sender, and a circuit breaker that opens while it fails.</summary>
public sealed class LiveConnection : IAsyncDisposable
{
    /// <summary>How long a connection that keeps failing is not used before one message tries it again.</summary>
    public static readonly TimeSpan BreakFor = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(20);

    /// <summary>Sends within the sampling time before the breaker judges.</summary>
    private const int SendsMin = 5;

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<SendAnswer> _breaker;
    private readonly TimeProvider _clock;
    private long _openedAt;

    /// <param name="definition">As published.</param>
    /// <param name="sender">Null where it cannot send.</param>
    /// <param name="problem">Why not.</param>
    /// <param name="clock">The system's.</param>
    public LiveConnection(ConnectionDefinition definition, IMessageSender? sender, string? problem, TimeProvider clock)
    {
        (Definition, Sender, Problem, _clock) = (definition, sender, problem, clock);
        _breaker = new ResiliencePipelineBuilder<SendAnswer> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<SendAnswer>
            {
                FailureRatio = 0.5,
                MinimumThroughput = SendsMin,
                SamplingDuration = Sampling,
                BreakDuration = BreakFor,
                StateProvider = _state,
                OnOpened = _ =>
                {
                    Volatile.Write(ref _openedAt, clock.GetTimestamp());
                    return ValueTask.CompletedTask;
                },

                // What one message or address gets wrong says nothing of the connection; a provider that is out of breath says when to come back.
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is { ConnectionFault: true } or { Verdict: SendVerdict.Uncertain } or { Verdict: SendVerdict.Retry, RetryAfter: null }),
            })
            .Build();
    }

    public ConnectionDefinition Definition { get; }

    public IMessageSender? Sender { get; }

    /// <summary>Why nothing can be sent through it, in a sentence; null: it can.</summary>
    public string? Problem { get; }

    /// <summary>Somebody paused it.</summary>
    public bool Paused { get; internal set; }

    /// <summary>It keeps failing: nothing is sent through it until the pause is over, and then one message, which decides for the others.</summary>
    public bool Broken => _state.CircuitState switch
    {
        CircuitState.Closed => false,

        // The breaker stays open until somebody sends: after the pause that is for the next message to do.
        CircuitState.Open => _clock.GetElapsedTime(Volatile.Read(ref _openedAt)) < BreakFor,
        _ => true,
    };

    public bool CanSend => Sender is not null && !Paused && !Broken;

    /// <summary>Sends under the breaker; null where that is open, and nothing was tried.</summary>
    public async Task<SendAnswer?> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await _breaker.ExecuteAsync(
                static async (call, token) => await call.Sender!.SendAsync(call.Message, token), (Sender, Message: message), cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => Sender?.DisposeAsync() ?? ValueTask.CompletedTask;
}
