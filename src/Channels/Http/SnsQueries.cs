using CxOrchestrator.Definitions.Providers;

namespace CxOrchestrator.Channels.Http;

/// <summary>Where a notification of Amazon SNS has what it is about.</summary>
internal static class SnsQueries
{
    public static ProviderQuery Topic { get; } = CompiledProvider.Query("body.TopicArn");

    public static ProviderQuery Timestamp { get; } = CompiledProvider.Query("body.Timestamp");

    public static ProviderQuery Type { get; } = CompiledProvider.Query("body.Type");

    public static ProviderQuery SubscribeUrl { get; } = CompiledProvider.Query("body.SubscribeURL");

    /// <summary>The address that confirms a subscription; null where it is none of Amazon's.</summary>
    public static Uri? Confirmation(QueryDocument document) =>
        Type.Text(document) == "SubscriptionConfirmation"
        && Uri.TryCreate(SubscribeUrl.Text(document), UriKind.Absolute, out var url)
        && url is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
        && url.Host.StartsWith("sns.", StringComparison.OrdinalIgnoreCase)
        && (url.Host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase) || url.Host.EndsWith(".amazonaws.com.cn", StringComparison.OrdinalIgnoreCase))
            ? url
            : null;
}
