using CxOrchestrator.Api.Voice;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Gateway.Voice;

/// <summary>Remarks with their customers' names.</summary>
internal sealed class QuoteViews(LiveBoard board, CustomerReader reader, IDefinitions definitions)
{
    public async Task<IReadOnlyList<VoiceQuote>> OfAsync(IReadOnlyCollection<NumberedRemark> remarks, CancellationToken cancellationToken)
    {
        var names = new Dictionary<CustomerKey, string?>();
        var views = new List<VoiceQuote>(remarks.Count);
        foreach (var remark in remarks)
        {
            if (!names.TryGetValue(remark.Key, out var name))
            {
                name = names[remark.Key] = board.NameOf(remark.Key) ?? (await reader.StateAsync(remark.Key, cancellationToken))?.Profile.Name;
            }

            views.Add(Of(remark, name));
        }

        return views;
    }

    public static string? ClassOf(int? @class) => @class is { } known ? Names<SentimentClass>.Of((SentimentClass)known) : null;

    private VoiceQuote Of(NumberedRemark numbered, string? name)
    {
        var remark = numbered.Remark;
        return new VoiceQuote
        {
            Customer = numbered.Key.Customer.Value,
            CustomerName = name,
            Sequence = remark.Sequence,
            At = remark.At,
            Type = remark.Type,
            Channel = remark.Channel,
            Journey = remark.Journey,
            Stage = remark.Stage,
            StageName = VoiceGroups.StageName(remark.Journey, remark.Stage, definitions.Current),
            Sentiment = remark.Sentiment,
            Class = ClassOf(remark.Class),
            Corrected = numbered.Corrected,
            Score = remark.Score,
            Reasons = remark.Reasons,
            Language = remark.Language,
            Model = remark.Model,
            Text = remark.Excerpt,
        };
    }
}
