using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Definitions.Providers;

namespace CxOrchestrator.Channels.Sns;

/// <summary>A message of Amazon SNS to an HTTPS subscription.</summary>
internal sealed class SnsMessage
{
    private const string Confirmation = "SubscriptionConfirmation";

    private static readonly ProviderQuery Body = CompiledProvider.Query("body");

    /// <summary>What is signed, in this order; the subject only where there is one.</summary>
    private static readonly ImmutableArray<string> OfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];

    private static readonly ImmutableArray<string> OfConfirmation = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    private readonly ImmutableDictionary<string, string> _fields;

    private SnsMessage(ImmutableDictionary<string, string> fields) => _fields = fields;

    /// <summary>Empty where the message has no such field.</summary>
    public string this[string name] => _fields.GetValueOrDefault(name, "");

    public static SnsMessage Of(QueryDocument request) => new(Body.Items(request) is [var single] ? single.Texts() : []);

    /// <summary>The bytes that are signed: each name and value on a line; null: messages of this type are not signed.</summary>
    public byte[]? Signed()
    {
        var names = this["Type"] switch
        {
            "Notification" => OfNotification,
            Confirmation or "UnsubscribeConfirmation" => OfConfirmation,
            _ => [],
        };
        return names.IsEmpty ? null : Encoding.UTF8.GetBytes(string.Concat(names.Where(n => n != "Subject" || this[n].Length > 0).Select(n => $"{n}\n{this[n]}\n")));
    }

    /// <summary>The address that confirms a subscription; null: it confirms none, or the address is not one of the topic's region.</summary>
    public Uri? ToConfirm() => this["Type"] == Confirmation ? SnsTopic.Of(this["TopicArn"])?.Address(this["SubscribeURL"]) : null;
}
