namespace CxOrchestrator.Silo.Ingestion;

/// <summary>Timers that cannot fire now. Safe from many threads.</summary>
public sealed class TimerFaults
{
    private volatile string? _problem;
    private volatile bool _looking;
    private volatile int _customers;

    /// <summary>What is wrong, and where to look; null while timers fire.</summary>
    public string? Problem => _problem;

    internal void LookFailed(bool failed)
    {
        _looking = failed;
        Say();
    }

    /// <summary>That many customers' timers failed at their last attempt.</summary>
    internal void Failing(int customers)
    {
        _customers = customers;
        Say();
    }

    private void Say() => _problem = _looking
        ? "Due timers cannot be read from the store, so expectations and waits are late. The log says why (event 2111); they fire by themselves once the store answers."
        : _customers > 0
            ? $"Timers of {_customers} {(_customers == 1 ? "customer" : "customers")} fail and are tried again: their expectations and waits are late. The log says why (event 2112)."
            : null;
}
