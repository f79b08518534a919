namespace CxOrchestrator.Sentiment.Tests;

public class ClassScoreTests
{
    [Fact]
    public void MacroF1_OfCountedClasses_IsTheirMean()
    {
        var score = new ClassScore();
        score.Add(-1, -1);
        score.Add(-1, 0);
        score.Add(0, 0);
        score.Add(1, null);

        // Negative: 1 right of 2 given and 1 found. Neutral: 1 of 1 and 2. Positive: missed.
        Assert.Equal(2.0 / 3, score.F1(-1), 9);
        Assert.Equal(2.0 / 3, score.F1(0), 9);
        Assert.Equal(0, score.F1(1));
        Assert.Equal(4.0 / 9, score.MacroF1, 9);
        Assert.Equal(1, score.Unread);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public void Add_LabelOfNoClass_IsRefused(int label) => Assert.Throws<ArgumentOutOfRangeException>(() => new ClassScore().Add(label, 0));
}
