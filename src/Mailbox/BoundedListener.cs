using SmtpServer;
using SmtpServer.IO;
using SmtpServer.Net;

namespace CxOrchestrator.Mailbox;

internal sealed class BoundedListener(IEndpointListener listener, SemaphoreSlim slots) : IEndpointListener
{
    public async Task<ISecurableDuplexPipe> GetPipeAsync(ISessionContext context, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            return new BoundedPipe(await listener.GetPipeAsync(context, cancellationToken), slots);
        }
        catch
        {
            slots.Release();
            throw;
        }
    }

    public void Dispose() => listener.Dispose();
}
