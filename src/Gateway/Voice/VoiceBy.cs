namespace CxOrchestrator.Gateway.Voice;

/// <summary>What the remarks of a period are broken down by.</summary>
internal enum VoiceBy
{
    Stage = 1,
    Channel,
    Segment,
    Language,
}
