namespace CxOrchestrator.Console.Toasting;

/// <summary>A short message at the corner of the screen.</summary>
/// <param name="Id">Counts up.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">What it says.</param>
/// <param name="Action">What the button does; null: there is none.</param>
internal sealed record Toast(long Id, ToastKind Kind, string Text, ToastAction? Action)
{
    /// <summary>How long it stays; null: until somebody dismisses it, since what failed has to be read.</summary>
    public TimeSpan? For => (Kind, Action) switch
    {
        (ToastKind.Error or ToastKind.Warning, _) => null,
        (_, null) => TimeSpan.FromSeconds(6),
        _ => TimeSpan.FromSeconds(9),
    };
}
