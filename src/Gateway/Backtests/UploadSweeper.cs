namespace CxOrchestrator.Gateway.Backtests;

/// <summary>Removes at the start what gateways that crashed left of uploaded files.</summary>
internal sealed class UploadSweeper : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        UploadFolder.RemoveLeft(Path.GetTempPath());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
