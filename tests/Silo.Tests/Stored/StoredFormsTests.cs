using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CxOrchestrator.Silo.Tests.Stored;

/// <summary>
/// Bytes that the first version stored or sent. Every later version reads them: silos are upgraded one after the other, and rows stay for
/// years. The files are never changed; a form that gains fields gets a folder of its own, written with
/// <c>CX_WRITE_STORED=1 dotnet test --project tests/Silo.Tests -- --filter-class "*StoredFormsTests"</c>.
/// </summary>
public sealed class StoredFormsTests
{
    /// <summary>The version whose bytes this one writes; it has the forms that gained fields in it.</summary>
    private const string Version = "v7";

    private static readonly string[] Versions = ["v7", "v6", "v5", "v4", "v3", "v2", "v1"];

    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private static readonly CustomerCodec Codec = new(Services.GetRequiredService<Serializer<CustomerState>>());

    public static TheoryData<string> Names => ["customer.hex", "batch.hex", "live.hex", "action.json", "decision.json", "positions.json", "outcome.json"];

    public static TheoryData<string, string> Files => [.. from version in Versions from name in Names where File.Exists(FileOf(version, name)) select (version, (string)name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_BytesOfAVersion_GivesEveryField(string version, string name)
    {
        var stored = Stored(name, FileOf(version, name));
        var (expected, actual) = name switch
        {
            "customer.hex" => ((object)(HoldsAll(version) ? StoredForms.Customer : StoredForms.FirstCustomer), (object)Codec.Decode(stored)),
            "batch.hex" => (HoldsAll(version) ? StoredForms.Batch.Items[0].Touchpoint : StoredForms.FirstTouchpoint, Batch(stored, HoldsAll(version) ? StoredForms.Batch.Origin : null).Touchpoint),
            "live.hex" => (HoldsAll(version) ? StoredForms.Live : StoredForms.FirstLive, Orleans<LiveBatch>().Deserialize(stored)!),
            "action.json" => (StoredForms.Action, StoreJson.Action(stored)),
            "decision.json" => (StoredForms.Decision, StoreJson.Decision(stored)),
            "positions.json" => (HoldsAll(version) ? StoredForms.Positions : StoredForms.FirstPositions, StoreJson.Positions(stored)),
            _ => (version switch { Version or "v6" => StoredForms.Outcome, "v1" => StoredForms.FirstOutcome, _ => StoredForms.UnmergedOutcome }, HistoryOutcome.FromJson(stored)),
        };

        Assert.Equivalent(expected, actual, strict: true);
    }

    // What v7 gained, the time from which a share of an expectation counts, is empty in what both hold.
    private static bool HoldsAll(string version) => version is Version or "v6";

    // Where a form gained a field, nothing would hold the next version to it unless it is among the files.
    [Theory]
    [MemberData(nameof(Names))]
    public void Write_EveryField_GivesTheBytesOfTheLatestFiles(string name)
    {
        var written = Text(name, Bytes(name));
        if (File.ReadAllText(Newest(name)).Trim() != written && Environment.GetEnvironmentVariable("CX_WRITE_STORED") == "1")
        {
            var file = Path.Combine(Source(), Version, name);
            Assert.False(File.Exists(file), $"{file} is of a version that has stored such bytes: it stays. Name a new version.");
            File.WriteAllText(file, written + "\n");
            return;
        }

        Assert.Equal(File.ReadAllText(Newest(name)).Trim(), written);
    }

    internal static byte[] Stored(string name) => Stored(name, Newest(name));

    private static byte[] Stored(string name, string file)
    {
        var text = File.ReadAllText(file).Trim();
        return name.EndsWith(".hex", StringComparison.Ordinal) ? Convert.FromHexString(text) : Some.Utf8(text);
    }

    internal static Serializer<T> Orleans<T>() => Services.GetRequiredService<Serializer<T>>();

    internal static IServiceProvider Serialization => Services;

    private static byte[] Bytes(string name) => name switch
    {
        "customer.hex" => Codec.Encode(StoredForms.Customer).ToArray(),
        "batch.hex" => Orleans<TouchpointBatch>().SerializeToArray(StoredForms.Batch),
        "live.hex" => Orleans<LiveBatch>().SerializeToArray(StoredForms.Live),
        "action.json" => StoreJson.Of(StoredForms.Action),
        "decision.json" => StoreJson.Of(StoredForms.Decision),
        "positions.json" => StoreJson.Of(StoredForms.Positions),
        _ => StoredForms.Outcome.ToJson(),
    };

    // Bytes in memory are compared by their place: here by what they are.
    private static LoggedTouchpoint Batch(byte[] stored, CustomerId? origin)
    {
        var (expected, read) = (StoredForms.Batch, Orleans<TouchpointBatch>().Deserialize(stored)!);
        Assert.Equal((expected.Log, expected.Partition, origin), (read.Log, read.Partition, read.Origin));
        var item = Assert.Single(read.Items);
        Assert.Equal((expected.Items[0].Position, expected.Items[0].ReceivedAt), (item.Position, item.ReceivedAt));
        Assert.Equal(expected.Items[0].Body.ToArray(), item.Body.ToArray());
        return item;
    }

    private static string Text(string name, byte[] bytes) => name.EndsWith(".hex", StringComparison.Ordinal) ? Convert.ToHexStringLower(bytes) : Some.Text(bytes);

    private static string Newest(string name) => Versions.Select(v => FileOf(v, name)).First(File.Exists);

    private static string FileOf(string version, string name) => Path.Combine(AppContext.BaseDirectory, "Stored", version, name);

    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
