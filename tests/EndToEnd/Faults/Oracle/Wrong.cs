namespace CxOrchestrator.EndToEnd.Faults.Oracle;

/// <summary>Ways in which what is there differs from what must be.</summary>
internal enum Wrong
{
    /// <summary>Acknowledged and not applied.</summary>
    Lost,

    /// <summary>One identity applied twice.</summary>
    Twice,

    /// <summary>Applied and never sent.</summary>
    Invented,

    /// <summary>A customer's inputs in another order than they came, or with gaps.</summary>
    Order,

    /// <summary>A customer's state is not what its inputs come to.</summary>
    State,

    /// <summary>An action that must be in the outbox is not, or one that must not is.</summary>
    Action,

    /// <summary>An action that is not delivered although everything rests.</summary>
    Undelivered,

    /// <summary>Something was sent that was not stored, or not admitted, at that moment.</summary>
    SentUnstored,

    /// <summary>A dead letter that nobody sent, or poison that became none.</summary>
    DeadLetter,

    /// <summary>The ledger does not add up.</summary>
    Ledger,

    /// <summary>Customers' rows do not fit their history.</summary>
    Rows,
}

/// <summary>One difference, in words.</summary>
internal sealed record Deviation(Wrong Kind, string Text)
{
    public override string ToString() => $"{Kind}: {Text}";
}
