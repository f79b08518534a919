namespace CxOrchestrator.Channels.Sns;

/// <summary>A topic by its ARN, and where its region has what belongs to it.</summary>
internal sealed record SnsTopic
{
    private const string China = ".cn";

    private SnsTopic(string region, string suffix) => (Region, Suffix) = (region, suffix);

    public string Region { get; }

    /// <summary><c>amazonaws.com</c>, in China <c>amazonaws.com.cn</c>.</summary>
    public string Suffix { get; }

    /// <summary>Names that a certificate of the region can have: Amazon names them differently in older, newer and separate regions.</summary>
    public IEnumerable<string> CertificateNames =>
    [
        $"sns.{Suffix}", $"sns.{Region}.{Suffix}", $"sns-signing.{Region}.{Suffix}", $"sns-{Region}.{Suffix}",

        // Both regions of the United States' government have the certificate of the western one.
        .. Region.StartsWith("us-gov-", StringComparison.Ordinal) ? [$"sns-us-gov-west-1.{Suffix}"] : Array.Empty<string>(),
    ];

    /// <summary>Null where it is no ARN of a topic.</summary>
    public static SnsTopic? Of(string? arn) => arn?.Split(':') is ["arn", ['a', 'w', 's', ..] partition, "sns", { Length: > 0 } region, _, _, ..] && region.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        ? new SnsTopic(region, partition == "aws-cn" ? $"amazonaws.com{China}" : "amazonaws.com")
        : null;

    /// <summary>The topic's region by an address of it, which <see cref="Address"/> gave.</summary>
    public static SnsTopic OfHost(string host)
    {
        var suffix = host.EndsWith(China, StringComparison.OrdinalIgnoreCase) ? $"amazonaws.com{China}" : "amazonaws.com";
        return new SnsTopic(host["sns.".Length..^(suffix.Length + 1)].ToLowerInvariant(), suffix);
    }

    /// <summary>An address at the endpoint of the topic's region, over HTTPS; null where it is any other.</summary>
    public Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
        && url.Host.Equals($"sns.{Region}.{Suffix}", StringComparison.OrdinalIgnoreCase)
            ? url
            : null;
}
