using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage;

/// <summary>How many drafts an installation keeps. Set them alike on all gateways: each checks with its own.</summary>
public sealed class DraftOptions
{
    public const string Section = "Drafts";

    /// <summary>Most drafts; a further one is refused. Default: 1,000. Bound: 1 to <see cref="ILifeStore.ListMax"/>.</summary>
    [Range(1, ILifeStore.ListMax)]
    public int NumberMax { get; set; } = 1_000;

    /// <summary>Most drafts that one account edited last; a further one of it is refused. Default: 200. Bound: 1 to <see cref="ILifeStore.ListMax"/>.</summary>
    [Range(1, ILifeStore.ListMax)]
    public int PerAccountMax { get; set; } = 200;

    /// <summary>Most bytes of the texts of all drafts, as UTF-8; a text that would exceed it is refused. Default: 64 MiB. Bound: 1 MiB to 4 GiB.</summary>
    [Range(1L << 20, 1L << 32)]
    public long BytesMax { get; set; } = 64L << 20;

    /// <summary>Which bound refuses the draft; null: none.</summary>
    /// <param name="draft">As it is to be stored.</param>
    /// <param name="replacesBytes">Bytes of the text that it replaces; null where it is a further draft.</param>
    /// <param name="kept">What is kept now, what it replaces included.</param>
    public DraftsFull? Refusal(StoredDraft draft, long? replacesBytes, in DraftsKept kept) => draft switch
    {
        _ when replacesBytes is null && kept.Number >= NumberMax => new DraftsFull(DraftBound.Number, NumberMax),
        _ when replacesBytes is null && kept.OfAccount >= PerAccountMax => new DraftsFull(DraftBound.PerAccount, PerAccountMax),

        // A step of a draft's life, and a text that gets no longer, never fail for want of room.
        _ when draft.Bytes > (replacesBytes ?? 0) && kept.Bytes - (replacesBytes ?? 0) + draft.Bytes > BytesMax => new DraftsFull(DraftBound.Bytes, BytesMax),
        _ => null,
    };
}

[OptionsValidator]
public sealed partial class DraftOptionsValidator : IValidateOptions<DraftOptions>;
