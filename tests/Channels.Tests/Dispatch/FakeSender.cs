using System.Collections.Concurrent;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>A provider that answers as the test says, by connection.</summary>
internal sealed class FakeSender(string connection) : IMessageSender
{
    public static SendAnswer Accepted { get; } = new(SendVerdict.Accepted, "p-1", "250 ok");

    /// <summary>What the connection itself gets wrong, as a refused login does.</summary>
    public static SendAnswer Fault { get; } = new(SendVerdict.Retry, Text: "Nobody listens.", ConnectionFault: true);

    public string Connection => connection;

    public Func<OutgoingMessage, SendAnswer> Answer { get; set; } = _ => Accepted;

    /// <summary>What it says when it is asked for a message; null: it cannot tell.</summary>
    public SendAnswer? Known { get; set; }

    public bool TakesIdempotencyKey { get; set; }

    public bool CanBeAsked { get; set; }

    public ConcurrentQueue<OutgoingMessage> Sent { get; } = new();

    public Task<SendAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        Sent.Enqueue(message);
        return Task.FromResult(Answer(message));
    }

    public Task<SendAnswer?> AskAsync(string id, CancellationToken cancellationToken) => CanBeAsked ? Task.FromResult(Known) : throw new InvalidOperationException("It cannot be asked.");

    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes one for each connection, and keeps it.</summary>
    internal sealed class Kind : ISenderKind
    {
        private readonly ConcurrentDictionary<string, FakeSender> _senders = new();

        public FakeSender this[string connection] => _senders.GetOrAdd(connection, static c => new FakeSender(c));

        public bool Makes(ConnectionDefinition connection, CompiledDefinitions definitions) => true;

        public (IMessageSender? Sender, string? Problem) Make(ConnectionDefinition connection, CompiledDefinitions definitions, IReadOnlyDictionary<string, string> secrets) =>
            (this[connection.Id], null);
    }
}
