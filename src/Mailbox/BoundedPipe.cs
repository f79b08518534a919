using System.IO.Pipelines;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SmtpServer.IO;

namespace CxOrchestrator.Mailbox;

/// <summary>A session's connection, which gives its slot back when it ends.</summary>
internal sealed class BoundedPipe(ISecurableDuplexPipe pipe, SemaphoreSlim slots) : ISecurableDuplexPipe
{
    private int _disposed;

    public PipeReader Input => pipe.Input;

    public PipeWriter Output => pipe.Output;

    public bool IsSecure => pipe.IsSecure;

    public SslProtocols SslProtocol => pipe.SslProtocol;

    public Task UpgradeAsync(X509Certificate certificate, SslProtocols protocols, CancellationToken cancellationToken) => pipe.UpgradeAsync(certificate, protocols, cancellationToken);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            pipe.Dispose();
            slots.Release();
        }
    }
}
