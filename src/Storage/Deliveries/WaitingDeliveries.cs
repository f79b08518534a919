namespace CxOrchestrator.Storage.Deliveries;

/// <summary>What every store says of deliveries that wait.</summary>
public static class WaitingDeliveries
{
    /// <summary>Why a delivery that was never tried became a dead letter.</summary>
    public const string TooLong = "It waited for 30 days: the connection was disabled or not published.";
}
