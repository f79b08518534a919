using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

/// <summary>A policy that waits goes on with what it read in the text that began the wait.</summary>
public class KeptReadingTests
{
    [Fact]
    public void Rebuild_OfKept_HasSentimentAndReasons()
    {
        var touchpoint = Make.Touchpoint("review", Make.Start, feedback: new Feedback { Text = "late", Sentiment = -0.9, Reasons = ["late", "rude"], Model = "en-1-abc" });

        var kept = NamedFields.Keep(touchpoint, ["reasons", "sentiment"]);
        var rebuilt = NamedFields.Rebuild(new PolicyWait { Kind = WaitKind.Absence, Trigger = "t", DueAt = Make.Day(8), BeganAt = Make.Day(7), Kept = kept }, Make.Customer);

        Assert.Equal(-0.9, rebuilt.Feedback!.Sentiment);
        Assert.Equal(["late", "rude"], rebuilt.Feedback.Reasons);
        Assert.Empty(NamedFields.NotKept(touchpoint, ["reasons", "sentiment"]));
        Assert.Empty(rebuilt.Attributes.Values);
    }
}
