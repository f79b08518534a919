namespace CxOrchestrator.Api.Operations;

/// <summary>Body of <c>PUT /v1/sending</c>.</summary>
public sealed record SendingChange
{
    /// <summary>True stops all sending.</summary>
    public required bool Stopped { get; init; }

    /// <summary>Who acts: a name, 1 to 100 characters.</summary>
    public required string By { get; init; }
}

/// <summary><c>GET /v1/clock</c>: the two clocks.</summary>
public sealed record ClockView
{
    public required DateTimeOffset JourneyNow { get; init; }

    public required DateTimeOffset SystemNow { get; init; }

    /// <summary>How many journey seconds pass in a real one; 1 but for the demo.</summary>
    public required double JourneySpeed { get; init; }
}
