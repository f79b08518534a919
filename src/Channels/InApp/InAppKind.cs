using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Channels.InApp;

internal sealed class InAppKind(IInAppInbox inbox, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock) : ISenderKind
{
    public bool Makes(ConnectionDefinition connection, CompiledDefinitions definitions) => connection.Provider == ConnectionProtocols.InApp;

    public (IMessageSender? Sender, string? Problem) Make(ConnectionDefinition connection, CompiledDefinitions definitions, IReadOnlyDictionary<string, string> secrets) =>
        (new InAppSender(inbox, journeyClock), null);
}
