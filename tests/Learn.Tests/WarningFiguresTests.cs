using CxOrchestrator.Learn.Suggesting;

namespace CxOrchestrator.Learn.Tests;

/// <summary>Figures counted by hand.</summary>
public sealed class WarningFiguresTests
{
    [Fact]
    public void Of_Warnings_CountsThem()
    {
        var figures = WarningFigures.Of([true, true, true, true, false, false, false], [9, 3, 5, -1, 2, -1, -1], 5);

        Assert.Equal(new WarningFigures(Instances: 7, Bad: 4, Right: 3, Wrong: 1, MedianDays: 5, EarlyRight: 2), figures);
        Assert.Equal((0.75, 0.75, 0.75, 0.5), (figures.Precision, figures.Recall, figures.F1, figures.EarlyRecall));
    }

    [Fact]
    public void Of_NoWarnings_IsZero()
    {
        var figures = WarningFigures.Of([true, false], [-1, -1], 5);

        Assert.Equal((0d, 0d, 0d, 0d, 0d), (figures.Precision, figures.PrecisionAtLeast, figures.Recall, figures.F1, figures.MedianDays));
    }

    // Computed with another implementation of Wilson's interval.
    [Theory]
    [InlineData(1, 0, 0.3784)]
    [InlineData(80, 20, 0.7441)]
    [InlineData(790, 210, 0.7730)]
    public void PrecisionAtLeast_FewWarnings_PromisesLittle(int right, int wrong, double atLeast) =>
        Assert.Equal(atLeast, new WarningFigures(2_000, 1_000, right, wrong, 1, 0).PrecisionAtLeast, 0.0005);
}
