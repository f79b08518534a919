namespace CxOrchestrator.Api.Voice;

/// <summary>What customers said in a period: <c>GET /v1/voice</c>. Days are of UTC.</summary>
public sealed record VoiceView
{
    public required DateOnly From { get; init; }

    /// <summary>Included.</summary>
    public required DateOnly To { get; init; }

    public required VoiceTotals Totals { get; init; }

    /// <summary>Of as many days before.</summary>
    public required VoiceTotals Previous { get; init; }

    /// <summary>Those that rise first, then those named most often; at most 50.</summary>
    public required IReadOnlyList<VoiceReason> Reasons { get; init; }

    /// <summary>What <see cref="Groups"/> are: stage, channel, segment or language.</summary>
    public required string By { get; init; }

    /// <summary>Those with the most remarks first; at most 50.</summary>
    public required IReadOnlyList<VoiceGroup> Groups { get; init; }

    /// <summary>The earliest remark there is, whatever the filters; null: there is none.</summary>
    public DateTimeOffset? Since { get; init; }
}
