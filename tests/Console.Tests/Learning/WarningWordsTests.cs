using CxOrchestrator.Api.Learning;
using CxOrchestrator.Console.Learning;

namespace CxOrchestrator.Console.Tests.Learning;

public class WarningWordsTests
{
    private static readonly WarningFiguresView Figures = new() { Instances = 100, Bad = 40, Right = 30, Wrong = 10, Precision = 0.75, Recall = 0.754, F1 = 0.75, MedianDays = 9.84, EarlyRecall = 0.5 };

    private static readonly WarningRulesView Rules = new() { Rules = ["No order.shipped 2 days after order.placed", "No order.delivered by expectedBy"], Figures = Figures, Document = "" };

    private static readonly WarningSearchReport Report = new()
    {
        Journey = "order",
        JourneyName = "Order",
        JourneyVersion = 1,
        Touchpoints = 400,
        Customers = 50,
        Instances = 100,
        Bad = 40,
        Tried = 300,
        Front = [],
        Proposed = Rules,
        WithProposal = Figures,
    };

    [Fact]
    public void Outcome_OfConditions_IsWhatTheSearchReads()
    {
        Assert.Equal("order.cancelled", WarningWords.Outcome(" order.cancelled ", []));
        Assert.Equal("review.submitted where csat atMost 2", WarningWords.Outcome("review.submitted", [("csat", "atMost", " 2 "), ("", "is", "")]));
        Assert.Equal(
            "review.submitted where product is \"red lamp\" and note contains '19\" wide'",
            WarningWords.Outcome("review.submitted", [("product", "is", "red lamp"), ("note", "contains", "19\" wide")]));
    }

    [Fact]
    public void Headline_OfAReport_AnswersInOneSentence()
    {
        Assert.Equal(
            "2 waits would have warned of 75 % of the outcomes, half of them 9.8 days ahead or more; 75 % of the warnings would have been right.",
            WarningWords.Headline(Report));
        Assert.Equal("Too few.", WarningWords.Headline(Report with { Proposed = null, WithProposal = null, Reason = "Too few." }));
    }
}
