using CxOrchestrator.Rules.Touchpoints;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CxOrchestrator.Rules.Tests.Golden;

/// <summary>Feedback with what was read in its text, as it crosses calls; the bytes of versions before that are a part of the stored batch.</summary>
public class GoldenFeedbackTests
{
    private static readonly Serializer<Feedback> Codec = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<Feedback>>();

    private static readonly Feedback Read = new() { Nps = 3, Csat = 2, Ces = 1, Text = "late", Lang = "en", Sentiment = -0.875, Reasons = ["late", "rude"], Model = "en-1-2f440f4a" };

    [Fact]
    public void Deserialize_BytesOfTheFirstVersion_GivesEveryField()
    {
        var stored = Convert.FromHexString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "feedback-1.hex")).Trim());

        Assert.Equal(Read, Codec.Deserialize(stored));
    }

    [Fact]
    public void Serialize_FirstVersion_GivesItsBytes() =>
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "feedback-1.hex")).Trim(), Convert.ToHexString(Codec.SerializeToArray(Read)));
}
