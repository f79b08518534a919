using CsCheck;

namespace CxOrchestrator.Definitions.Tests;

public sealed class MutationTests
{
    private static readonly string[] Words =
    [
        "kind: ", "journey", "policy", "segment", "settings", "id: ", "name: ", "\n", "\n  ", "\n  - ", "\n---\n", "- ", "{", "}", "[", "]", ", ", ": ", "\"", "'",
        "|", ">", "&a ", "*a", "!t ", "#", "%", "@", "`", "\t", "\r", "\u2028", "\u0085", "\ufeff", "\ud83d", "é", "when: ", "all: ", "on: ", "do: ", "3 days", "1e9",
        "-1", "true", "null", "~", "{customer.name|", "stage.order", "count: ", "is: ", "<<: ", "? ", "\0", "...", "order.placed", "contact.*", "P3D",
    ];

    private static readonly DocumentSource[] Samples = [.. SamplePacks.Names.SelectMany(n => SamplePacks.Read(n))];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[0, 200],
        OneOf(Words).Array[0, 60].Select(string.Concat));

    [Fact]
    public void Read_AnyText_NeverThrows() =>
        AnyText.Sample(text => AssertSound(text, DefinitionReader.Read([new("any.yaml", text)])), iter: 20_000);

    [Fact]
    public void Read_MutatedSample_ReadsOrSaysWhere() =>
        Gen.Select(
            OneOf(Samples), Gen.Double[0, 1], Gen.Int[0, 30],
            Gen.OneOf(OneOf(Words), Gen.String[0, 3], Gen.Const(""))).Sample(
            (sample, where, cut, insert) =>
            {
                var at = (int)(where * (sample.Text.Length - 1));
                var text = sample.Text.Remove(at, Math.Min(cut, sample.Text.Length - at)).Insert(at, insert);
                AssertSound(text, DefinitionReader.Read([sample with { Text = text }]));
            },
            iter: 4_000);

    [Fact]
    public void Read_TwoLinesSwapped_ReadsOrSaysWhere() =>
        Gen.Select(OneOf(Samples), Gen.Int[0, 10_000], Gen.Int[0, 10_000]).Sample(
            (sample, a, b) =>
            {
                var lines = sample.Text.Split('\n');
                (lines[a % lines.Length], lines[b % lines.Length]) = (lines[b % lines.Length], lines[a % lines.Length]);
                var text = string.Join('\n', lines);
                AssertSound(text, DefinitionReader.Read([sample with { Text = text }]));
            },
            iter: 4_000);

    private static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static void AssertSound(string text, ReadResult read)
    {
        Assert.Equal(read.Errors.IsEmpty, read.Set is not null);
        var lines = text.TrimStart('\ufeff').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        foreach (var error in read.Errors)
        {
            Assert.InRange(error.Line, 1, lines.Length);
            Assert.InRange(error.Column, 1, lines[error.Line - 1].Length + 1);
            Assert.False(string.IsNullOrWhiteSpace(error.Message));
        }
    }
}
