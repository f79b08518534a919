using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Push;

internal sealed class WebPushKind(IHttpClientFactory clients, IOptions<ChannelOptions> options, TimeProvider clock) : ISenderKind
{
    public bool Makes(ConnectionDefinition connection, CompiledDefinitions definitions) => connection.Provider == ConnectionProtocols.WebPush;

    public (IMessageSender? Sender, string? Problem) Make(ConnectionDefinition connection, CompiledDefinitions definitions, IReadOnlyDictionary<string, string> secrets)
    {
        var (settings, problem) = WebPushSettings.Of(connection, secrets);
        return settings is null ? (null, problem) : (new WebPushSender(settings, clients, options.Value.Timeout, clock), null);
    }
}
