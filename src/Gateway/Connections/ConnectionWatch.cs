using CxOrchestrator.Api.Connections;
using CxOrchestrator.Hosting;

namespace CxOrchestrator.Gateway.Connections;

/// <summary>Which connections cannot send, or have a mailbox that cannot be read, for health.</summary>
internal sealed partial class ConnectionWatch(ConnectionViews views, TimeProvider clock, ILogger<ConnectionWatch> logger) : RepeatedWork(clock)
{
    /// <summary>Most connections that health names.</summary>
    private const int ShownMax = 5;

    private volatile string? _problem;

    /// <summary>A sentence for each connection that fails or is incomplete, and for each mailbox that cannot be read; null: there is none, or none is known.</summary>
    public string? Problem => _problem;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var all = await views.AllAsync(cancellationToken);
        List<string> wrong = [.. all.Where(c => c.State is "failing" or "incomplete").Select(Words), .. all.Select(MailboxWords).OfType<string>()];
        _problem = wrong.Count == 0 ? null : string.Join(" ", wrong.Take(ShownMax)) + (wrong.Count > ShownMax ? $" {wrong.Count - ShownMax} more problems with connections." : "");
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    private static string Words(ConnectionView connection) => connection.State == "failing"
        ? $"The connection {connection.Id} fails since {connection.FailingSince?.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {connection.Problem}"
        : $"The connection {connection.Id} cannot send: {connection.Problem}";

    private static string? MailboxWords(ConnectionView connection) => connection.Mailbox is { FailingSince: { } since } mailbox
        ? $"The mailbox of the connection {connection.Id} cannot be read since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {mailbox.Problem}"
        : null;

    [LoggerMessage(3602, LogLevel.Warning, "The state of connections could not be read; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
