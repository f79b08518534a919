using CsCheck;
using CxOrchestrator.Publishing;

namespace CxOrchestrator.Silo.Tests.Publishing;

public sealed class LineDiffTests
{
    private static readonly Gen<string> Text = Gen.Int[0, 3].List[0, 12].Select(lines => string.Concat(lines.Select(l => new[] { "a", "b", "c", "" }[l] + "\n")));

    [Fact]
    public void Of_AnyTwoTexts_HasBothInItsLines() => Gen.Select(Text, Text).Sample((from, to) =>
    {
        var lines = LineDiff.Of(from, to);
        string Side(string other) => string.Concat(lines.Where(l => l.Kind != other).Select(l => l.Text + "\n"));
        return Side(LineDiff.Added) == from && Side(LineDiff.Removed) == to
            && lines.Where(l => l.From is not null).Select(l => l.From!.Value).SequenceEqual(Enumerable.Range(1, lines.Count(l => l.Kind != LineDiff.Added)))
            && lines.Where(l => l.To is not null).Select(l => l.To!.Value).SequenceEqual(Enumerable.Range(1, lines.Count(l => l.Kind != LineDiff.Removed)));
    });

    [Fact]
    public void Of_AnyTwoTexts_RemovesAndAddsTheFewest() => Gen.Select(Text, Text).Sample((from, to) =>
        LineDiff.Of(from, to).Count(l => l.Kind == LineDiff.Same) == Common(from.Split('\n')[..^1], to.Split('\n')[..^1]));

    [Fact]
    public void Of_TextsThatDifferBeyondTheBound_AreReplacedBetweenTheirEnds()
    {
        string Long(string sign) => "head\n" + string.Concat(Enumerable.Range(0, LineDiff.DistanceMax).Select(i => $"{sign}{i}\n")) + "tail\n";
        var lines = LineDiff.Of(Long("a"), Long("b"));

        Assert.Equal(["head", "tail"], lines.Where(l => l.Kind == LineDiff.Same).Select(l => l.Text));
        Assert.Equal((LineDiff.DistanceMax, LineDiff.DistanceMax), (lines.Count(l => l.Kind == LineDiff.Removed), lines.Count(l => l.Kind == LineDiff.Added)));
    }

    [Fact]
    public void Near_OneChangeAmongMany_KeepsItsSurroundings()
    {
        var before = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i}\n"));
        var near = LineDiff.Near(LineDiff.Of(before, before.Replace("10\n", "ten\n", StringComparison.Ordinal)), 2);

        Assert.Equal(["8", "9", "10", "ten", "11", "12"], near.Select(l => l.Text));
    }

    // The longest common subsequence, by the textbook.
    private static int Common(string[] left, string[] right)
    {
        var length = new int[left.Length + 1, right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                length[i, j] = left[i - 1] == right[j - 1] ? length[i - 1, j - 1] + 1 : Math.Max(length[i - 1, j], length[i, j - 1]);
            }
        }

        return length[left.Length, right.Length];
    }
}
