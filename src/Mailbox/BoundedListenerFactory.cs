using SmtpServer;
using SmtpServer.Net;

namespace CxOrchestrator.Mailbox;

/// <summary>Listens, with at most so many sessions at a time as there are slots; further connections wait in the system's backlog.</summary>
internal sealed class BoundedListenerFactory(SemaphoreSlim slots) : EndpointListenerFactory
{
    public override IEndpointListener CreateListener(IEndpointDefinition endpointDefinition) => new BoundedListener(base.CreateListener(endpointDefinition), slots);
}
