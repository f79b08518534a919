using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Connections;

/// <summary>Makes senders of connections of a kind; the first that knows a connection's provider makes its sender.</summary>
public interface ISenderKind
{
    bool Makes(ConnectionDefinition connection, CompiledDefinitions definitions);

    /// <summary>The sender, or what is missing or wrong, in a sentence.</summary>
    (IMessageSender? Sender, string? Problem) Make(ConnectionDefinition connection, CompiledDefinitions definitions, IReadOnlyDictionary<string, string> secrets);
}
