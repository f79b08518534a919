using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Definitions.Sources;

/// <summary>Reads how a source is listened to.</summary>
internal static class StreamReading
{
    /// <summary>Most hosts that may take a stream over.</summary>
    public const int HostsMax = 10;

    private static readonly TimeSpan IdleMin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdleMax = TimeSpan.FromHours(1);

    /// <param name="scope">Of the document.</param>
    /// <param name="source">The document.</param>
    /// <param name="fields">Its <c>stream</c>.</param>
    public static StreamDefinition Read(ProviderScope scope, Fields source, Fields fields)
    {
        if (!source.Has("eventId"))
        {
            source.File.Error(fields.Place, "a source that is listened to needs 'eventId': what comes again after a connection broke is recognized by it");
        }

        if (source.Has("pull"))
        {
            source.File.Error(fields.Place, "a source is asked or listened to: keep 'pull' or 'stream'");
        }

        var protocol = fields.Choice("protocol", StreamProtocol.Lines, ("lines", StreamProtocol.Lines), ("salesforce", StreamProtocol.Salesforce));
        foreach (var foreign in (string[])(protocol == StreamProtocol.Lines ? ["topics", "start"] : ["query", "redirectsTo"]))
        {
            if (fields.Has(foreign))
            {
                fields.File.Error(fields.PlaceOf(foreign), $"'{foreign}' goes with the protocol {(protocol == StreamProtocol.Lines ? "salesforce" : "lines")}; remove it");
            }
        }

        var plain = new StreamDefinition { Protocol = protocol, Request = RequestReading.Get(scope, fields, idOnly: false) };
        return plain with
        {
            Query = RequestReading.Texts(scope, fields, "query", PullReading.QueryMax),
            Auth = ProviderReading.Open(fields, "auth", ProviderShapes.Auth, required: false) is { } auth ? AuthReading.Read(scope, auth) : null,
            Topics = protocol == StreamProtocol.Salesforce ? scope.Text(fields, fields.Required("topics"), "topics") : null,
            FromOldest = fields.Choice("start", false, ("next", false), ("oldest", true)),
            RedirectsTo = Hosts(fields),
            Idle = fields.Duration("idle", IdleMin, IdleMax, plain.Idle),
        };
    }

    private static ImmutableArray<string> Hosts(Fields fields)
    {
        var hosts = ImmutableArray.CreateBuilder<string>();
        foreach (var node in fields.Items(fields.Optional("redirectsTo"), "redirectsTo", HostsMax))
        {
            if (fields.Text(node, "redirectsTo", Fields.NameLengthMax) is not { } host)
            {
                continue;
            }

            if (Uri.CheckHostName(host) != UriHostNameType.Dns || !host.Contains('.', StringComparison.Ordinal))
            {
                fields.File.Error(node.Place, $"'{Fields.Short(host)}' is no host; write it like example.com, which stands for the hosts below it as well");
            }

            hosts.Add(host);
        }

        return hosts.DrainToImmutable();
    }
}
