using SmtpServer;
using SmtpServer.Net;

namespace CxOrchestrator.Mailbox;

/// <summary>Listens, with at most one session per slot at a time; further connections wait in the system's backlog.</summary>
internal sealed class BoundedListenerFactory(SemaphoreSlim slots) : EndpointListenerFactory
{
    public override IEndpointListener CreateListener(IEndpointDefinition endpointDefinition) => new BoundedListener(base.CreateListener(endpointDefinition), slots);
}
