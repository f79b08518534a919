using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>Says at start that the cluster's connections are open to everybody in its network.</summary>
internal sealed partial class ClusterTlsNotice(IOptions<ClusterTlsOptions> options, ILogger<ClusterTlsNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.CertificateFile is null)
        {
            LogOpen(logger);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(2113, LogLevel.Warning, "Silos and gateways talk without TLS: keep their ports in a network of their own, or give Cluster:Tls certificates")]
    private static partial void LogOpen(ILogger logger);
}
