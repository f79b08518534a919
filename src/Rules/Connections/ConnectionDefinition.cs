using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections;

/// <summary>A way to reach customers on a channel: a provider with its settings. Secrets are kept elsewhere.</summary>
public sealed record ConnectionDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; }

    /// <summary>Nothing is sent through a disabled connection.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The channel of messages and offers that it takes.</summary>
    public required string Channel { get; init; }

    /// <summary>A protocol (<see cref="ConnectionProtocols"/>) or the id of a provider document.</summary>
    public required string Provider { get; init; }

    /// <summary>The customer's attribute that holds the address; null: the channel's usual one, see <see cref="ChannelAddresses"/>.</summary>
    public string? Address { get; init; }

    /// <summary>What the provider needs to know, by name; nothing secret.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Secrets that an administrator keeps outside; the others are entered in the console.</summary>
    public ImmutableArray<SecretSource> Secrets { get; init; } = [];

    /// <summary>Share of the channel's messages, beside those of its other connections; 0: only while the others fail.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Most messages a second, over all silos; null: as fast as it goes.</summary>
    public int? RatePerSecond { get; init; }

    /// <summary>The named setting; null where it is not given.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in Settings)
            {
                if (string.Equals(key, name, StringComparison.Ordinal))
                {
                    return value;
                }
            }

            return null;
        }
    }
}
