using CxOrchestrator.Api.Privacy;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Privacy;

/// <summary>Erasures as the API says them.</summary>
internal static class ErasureViews
{
    public static ErasureView Of(StoredErasure stored) => new()
    {
        Number = stored.Number,
        State = stored.DoneAt is null ? "running" : "done",
        RequestedAt = stored.RequestedAt,
        RequestedBy = stored.RequestedBy,
        DoneAt = stored.DoneAt,
        Removed = stored.Removed,
        Failure = stored.Failure,
        ReadmittedAt = stored.ReadmittedAt,
        ReadmittedBy = stored.ReadmittedBy,
    };
}
