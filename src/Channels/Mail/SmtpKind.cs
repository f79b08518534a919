using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Mail;

internal sealed class SmtpKind(IHttpClientFactory clients, TimeProvider clock) : ISenderKind
{
    /// <summary>Fetches tokens.</summary>
    public const string ClientName = "oauth";

    public bool Makes(ConnectionDefinition connection, CompiledDefinitions definitions) => connection.Provider == ConnectionProtocols.Smtp;

    public (IMessageSender? Sender, string? Problem) Make(ConnectionDefinition connection, CompiledDefinitions definitions, IReadOnlyDictionary<string, string> secrets) =>
        SmtpSettings.Problem(connection, secrets) is { } problem
            ? (null, problem)
            : (new SmtpSender(SmtpSettings.Of(connection, secrets), clients.CreateClient(ClientName), clock), null);
}
