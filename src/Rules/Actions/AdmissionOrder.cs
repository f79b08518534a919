namespace CxOrchestrator.Rules.Actions;

/// <summary>In which order actions that wait at the same moment are asked: first decided first, then by priority, so that what matters more gets what little a cap or a budget leaves; then by id.</summary>
public sealed class AdmissionOrder : IComparer<DecidedAction>
{
    private AdmissionOrder()
    {
    }

    public static AdmissionOrder Instance { get; } = new();

    public int Compare(DecidedAction? x, DecidedAction? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Compare((x.DecidedAt, x.Priority, x.Id), (y.DecidedAt, y.Priority, y.Id));
    }

    /// <summary>The same of what it goes by.</summary>
    public static int Compare((DateTimeOffset DecidedAt, int Priority, string Id) x, (DateTimeOffset DecidedAt, int Priority, string Id) y)
    {
        var order = x.DecidedAt.CompareTo(y.DecidedAt);
        order = order != 0 ? order : y.Priority.CompareTo(x.Priority);
        return order != 0 ? order : string.CompareOrdinal(x.Id, y.Id);
    }
}
