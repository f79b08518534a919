namespace CxOrchestrator.Rules.Connections;

public enum BytesFormat
{
    /// <summary>UTF-8, as it is.</summary>
    Text,

    Hex,

    Base64,
}
