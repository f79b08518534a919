using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.Testing;

namespace CxOrchestrator.EndToEnd.Faults.Nemesis;

/// <summary>Which faults run here; the others skip with the reason.</summary>
internal static class Choice
{
    public static void Needs() => Assert.SkipWhen(Requires.Postgres() is not null, Requires.Postgres() ?? "");

    /// <summary>A long one: it runs where <c>CX_FAULTS=full</c>.</summary>
    public static void NeedsFull()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CX_FAULTS") == "full", "CX_FAULTS=full runs it");
        Needs();
    }

    /// <summary>One that the tests' own broker does; a real one has no control port.</summary>
    public static void NeedsMockBroker()
    {
        Assert.SkipWhen(ClusterBed.RealKafka is not null, $"{ClusterBed.KafkaVariable} names a real Kafka, which has no control port");
        Needs();
    }
}
