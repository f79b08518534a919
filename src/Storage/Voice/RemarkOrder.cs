namespace CxOrchestrator.Storage.Voice;

public enum RemarkOrder
{
    Newest = 1,

    /// <summary>Those without a sentiment are not in it.</summary>
    MostNegative,
}
