namespace CxOrchestrator.Storage.Postgres;

/// <summary>
/// Who acts on the kill switch holds this lock shared until its transaction ends; who throws the switch takes it alone, first. In line, as row
/// locks are not: however many act, the one who throws it comes next.
/// </summary>
internal static class SwitchLock
{
    public const string Shared = "SELECT pg_advisory_xact_lock_shared(7272202, 3)";

    public const string Alone = "SELECT pg_advisory_xact_lock(7272202, 3)";
}
