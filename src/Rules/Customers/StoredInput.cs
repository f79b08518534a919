using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>A touchpoint or a timer's firing that a history holds.</summary>
/// <param name="History">Whose history it is; a merged customer's holds touchpoints of others too.</param>
/// <param name="ReceivedAt">By the journey's clock.</param>
/// <param name="Input">What happened.</param>
public readonly record struct StoredInput(CustomerId History, DateTimeOffset ReceivedAt, CustomerInput Input)
{
    /// <summary>Whom it happened to.</summary>
    public CustomerId Customer => Input is RecordTouchpoint touchpoint ? touchpoint.Touchpoint.Customer : History;
}
