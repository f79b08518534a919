using CxOrchestrator.Learn.Suggesting;

namespace CxOrchestrator.Learn.Tests;

/// <summary>Outcomes as people write them.</summary>
public sealed class OutcomeTextTests
{
    [Theory]
    [InlineData("contract.cancelled", "contract.cancelled", 0)]
    [InlineData("review.submitted where csat atMost 2", "review.submitted", 1)]
    [InlineData("  review.submitted where csat atMost 2 and product is \"desk lamp\" ", "review.submitted", 2)]
    [InlineData("ticket.* where priority is high", "ticket.*", 1)]
    public void Parse_Outcome_IsTouchpointsWithConditions(string text, string type, int conditions)
    {
        var match = OutcomeText.Parse(text, out var why);

        Assert.Equal("", why);
        Assert.Equal((type, conditions), (match!.Type, match.Where.Length));
    }

    [Theory]
    [InlineData("", "is no outcome; write it like")]
    [InlineData("review.submitted where", "is no outcome; write it like")]
    [InlineData("review.submitted csat atMost 2", "is no outcome; write it like")]
    [InlineData("review.submitted where csat atMots 2", "did you mean 'atMost'")]
    [InlineData("review.submitted where csat atMost 7", "outside")]
    [InlineData("review.submitted where csat atMost low", "number")]
    [InlineData("rev*iew where csat atMost 2", "a star is allowed only at the end")]
    public void Parse_NoOutcome_SaysWhy(string text, string expected)
    {
        Assert.Null(OutcomeText.Parse(text, out var why));
        Assert.Contains(expected, why, StringComparison.Ordinal);
    }
}
