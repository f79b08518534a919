namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>
/// Touchpoints a second against the number of policies, of customers and of silos, each against its first. A million customers are stored
/// before, and each touchpoint finds one that is not in memory. More silos share the same cores here: what they cost is seen, not what they bring.
/// </summary>
internal static class ScaleBenchmark
{
    private const int Customers = 20_000;
    private const int Rounds = 6;
    private const int Million = 1_000_000;
    private const int ColdWarm = 50_000;
    private const int ColdMeasured = 200_000;

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        var figures = new Dictionary<string, double>();
        foreach (var policies in (int[])[10, 100, 1_000])
        {
            figures[$"policies{policies}"] = await HotAsync(policies, Customers, Rounds);
        }

        figures["policies1000Against10"] = Math.Round(figures["policies1000"] / figures["policies10"], 2);
        figures["customers10000"] = await HotAsync(20, 10_000, 12);
        figures["customers100000"] = await HotAsync(20, 100_000, 2);
        figures["customers1000000Cold"] = await ColdAsync();
        figures["silos1"] = figures["customers10000"];
        figures["silos2"] = await HotAsync(20, 10_000, 12, silos: 2);
        figures["silos3"] = await HotAsync(20, 10_000, 12, silos: 3);
        return figures;
    }

    private static async Task<double> HotAsync(int policies, int customers, int rounds, int silos = 1) =>
        Math.Round((await PipelineBenchmark.ProductAsync(ShopDefinitions.SpreadOverTypes(policies), customers, rounds, silos)).PerSecond);

    private static async Task<double> ColdAsync()
    {
        var documents = ShopDefinitions.SpreadOverTypes(20);
        await using var bed = await PipelineBed.StartAsync(documents);
        var now = TimeProvider.System.GetUtcNow();
        await StoredCustomers.WriteAsync(bed.ConnectionString, ShopCustomer.Compile(documents), Million, now.AddDays(10));
        await bed.SqlAsync("VACUUM ANALYZE customers");
        await bed.AddSiloAsync();
        using var generator = new Generator(bed.Servers, PipelineBed.Topic, new ShopStream(Million, now), () => bed.Applied);
        generator.Start(ColdWarm + ColdMeasured + ColdWarm);
        await bed.AppliedAsync(ColdWarm, Within);
        var rate = await bed.MeasureAsync(ColdWarm + ColdMeasured, Within);
        await generator.StopAsync();
        return Math.Round(rate.PerSecond);
    }
}
