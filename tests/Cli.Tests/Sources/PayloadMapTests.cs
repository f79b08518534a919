using CxOrchestrator.Cli.Sources;

namespace CxOrchestrator.Cli.Tests.Sources;

/// <summary>A payload whose events are enriched: the command calls nobody, and takes the answer beside it.</summary>
public sealed class PayloadMapTests
{
    private const string Completed =
        """{"event_type":"response_completed","event_datetime":"2026-11-30T11:59:00Z","object_type":"response","object_id":"77","resources":{"survey_id":"3","recipient_id":"22"}}""";

    private static (string Output, string Errors) Map(string payload)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        Assert.Equal(0, new PayloadMap(output, errors).Run(new PayloadMapOptions { Kind = "surveymonkey", Payload = payload, Headers = [], Settings = [], Source = null }));
        return (output.ToString(), errors.ToString());
    }

    [Fact]
    public void Run_EventWithIdsOnly_IsMappedAndSaysThatItIsNotEnriched()
    {
        var (output, errors) = Map(Completed);

        Assert.Contains("\"id\":\"response-77\"", output, StringComparison.Ordinal);
        Assert.StartsWith("cx: response_completed: Not enriched: a trial calls no other system.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_WithItsAnswer_IsEnriched()
    {
        var (output, errors) = Map($$$"""{"headers": {}, "body": {{{Completed}}}, "enriched": {"id":"77","pages":[{"questions":[{"answers":[{"text":"Too slow"}]}]}]} }""");

        Assert.Contains("\"text\":\"Too slow\"", output, StringComparison.Ordinal);
        Assert.Equal("", errors);
    }
}
