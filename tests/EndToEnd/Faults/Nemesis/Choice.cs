using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.Testing;

namespace CxOrchestrator.EndToEnd.Faults.Nemesis;

/// <summary>Which faults run here; the others skip with the reason.</summary>
internal static class Choice
{
    /// <summary>Every fault runs, at its full size.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("CX_FAULTS") == "full";

    /// <param name="full">One that takes long, or whose like runs anyway: it runs where <c>CX_FAULTS=full</c>.</param>
    public static void Needs(bool full = false)
    {
        Assert.SkipWhen(full && !IsFull, "CX_FAULTS=full runs it");
        Assert.SkipWhen(Requires.Postgres() is not null, Requires.Postgres() ?? "");
    }

    /// <summary>One that the tests' own broker does; a real one has no control port.</summary>
    /// <param name="full">As above.</param>
    public static void NeedsMockBroker(bool full = false)
    {
        Assert.SkipWhen(ClusterBed.RealKafka is not null, $"{ClusterBed.KafkaVariable} names a real Kafka, which has no control port");
        Needs(full);
    }
}
