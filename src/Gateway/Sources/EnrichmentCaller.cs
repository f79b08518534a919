using CxOrchestrator.Channels.Http;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Enriching;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>Asks for one connection, for as long as this process has its deliveries. For one thread.</summary>
internal sealed class EnrichmentCaller(
    SourceConnection connection, SourceEnrichment enrich, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> secrets, string reader, EnrichCursor cursor, HttpAsker asker) : IDisposable
{
    public SourceConnection Connection => connection;

    public SourceEnrichment Enrich => enrich;

    public IReadOnlyDictionary<string, string> Settings => settings;

    public IReadOnlyDictionary<string, string> Secrets => secrets;

    /// <summary>Who holds the lease.</summary>
    public string Reader => reader;

    public HttpAsker Asker => asker;

    /// <summary>When the system may be called.</summary>
    public EnrichCursor Cursor { get; set; } = cursor;

    public void Dispose() => asker.Dispose();
}
