namespace CxOrchestrator.Backtests;

/// <summary>A customer whose actions asked for limits that customers share.</summary>
internal sealed class ContestingCustomer(string key)
{
    public string Key => key;

    public required SideOutcome Before { get; set; }

    public required SideOutcome After { get; set; }

    public SideOutcome this[bool after]
    {
        get => after ? After : Before;
        set
        {
            if (after)
            {
                After = value;
            }
            else
            {
                Before = value;
            }
        }
    }
}
