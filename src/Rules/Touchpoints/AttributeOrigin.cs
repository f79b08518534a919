namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Where an attribute stood, so that an error found late can still point to it.</summary>
[Flags]
internal enum AttributeOrigin : byte
{
    /// <summary>In `attributes`.</summary>
    Declared = 0,

    /// <summary>Inside a further object.</summary>
    Nested = 1,

    /// <summary>An unknown field outside `attributes`.</summary>
    Kept = 2,

    /// <summary>Around a CloudEvent's data: a member of the envelope, or a header.</summary>
    Outside = 4,
}

/// <summary>How a touchpoint came.</summary>
internal enum TouchpointForm : byte
{
    Native,
    CloudEvent,
    CloudEventInHeaders,
}

/// <summary>Fields seen; each may stand once.</summary>
[Flags]
internal enum Field
{
    Id = 1,
    Type = 2,
    Customer = 4,
    At = 8,
    Source = 16,
    Channel = 32,
    Attributes = 64,
    Feedback = 128,
    Value = 256,
    Version = 512,
    Data = 1024,
    ContentType = 2048,
    Identities = 4096,
}
