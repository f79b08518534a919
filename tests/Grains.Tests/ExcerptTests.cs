using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Grains.Tests;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ExcerptOf_LongTextOfEmoji_EndsWithAWholeOne(int before)
    {
        var text = new string('a', before) + string.Concat(Enumerable.Repeat("😡", StoredRemark.ExcerptMax));

        var excerpt = RemarkFactory.ExcerptOf(text)!;

        Assert.InRange(excerpt.Length, StoredRemark.ExcerptMax - 1, StoredRemark.ExcerptMax);
        Assert.EndsWith("😡…", excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public void ExcerptOf_ShortText_IsTheText() => Assert.Equal("Late again", RemarkFactory.ExcerptOf("Late again"));
}
