namespace CxOrchestrator.Definitions.Tests;

public sealed class SamplePacksTests
{
    [Fact]
    public void Names_AreThePacks() => Assert.Equal(["mailbox", "retail", "service-desk"], SamplePacks.Names);

    [Theory]
    [InlineData("retail", 1, 3, 9, 2)]
    [InlineData("service-desk", 1, 1, 7, 0)]
    public void Read_Pack_HasNoErrors(string pack, int journeys, int segments, int policies, int caps)
    {
        var read = DefinitionReader.Read(SamplePacks.Read(pack));

        Assert.Empty(read.Errors);
        Assert.Empty(read.Warnings);
        Assert.Equal(journeys, read.Set!.Journeys.Length);
        Assert.Equal(segments, read.Set.Segments.Length);
        Assert.Equal(policies, read.Set.Policies.Length);
        Assert.Equal(caps, read.Set.Guardrails.FrequencyCaps.Length);
    }

    [Fact]
    public void Read_UnknownPack_NamesThePacks() =>
        Assert.Contains("retail, service-desk", Assert.Throws<ArgumentException>(() => SamplePacks.Read("x")).Message, StringComparison.Ordinal);
}
