namespace CxOrchestrator.Storage.Moving;

/// <summary>Tables of what customers said, and of what people corrected of it.</summary>
internal static class VoiceTables
{
    private const string Remarks =
        "number, key, sequence, at, received_at, source, id, type, channel, journey, stage, sentiment, class, score, reasons, language, model, segments, excerpt, corrected";

    private const string Corrections = "number, key, sequence, received_at, text, language, class, reasons, read_class, read_reasons, model, by, at";

    public static IReadOnlyList<MoveTable> All { get; } =
    [
        new(
            "remarks", Remarks, $"SELECT {Remarks} FROM remarks ORDER BY number",
            static (copy, r) =>
            {
                copy.Long(r.Long(0)).Text(r.Text(1)).Long(r.Long(2)).Time(r.Time(3)).Time(r.Time(4)).Text(r.Text(5)).Text(r.Text(6)).Text(r.Text(7)).Text(r.TextOrNull(8))
                    .Text(r.TextOrNull(9)).Text(r.TextOrNull(10));
                _ = r.IsNull(11) ? copy.Null() : copy.Double(r.Double(11));
                (r.IsNull(12) ? copy.Null() : copy.Short(r.Long(12))).Text(r.TextOrNull(13)).Text(r.Text(14)).Text(r.TextOrNull(15)).Text(r.TextOrNull(16)).Text(r.Text(17))
                    .Text(r.TextOrNull(18)).Bool(r.Long(19) != 0);
            }),
        new(
            "remark_corrections", Corrections, $"SELECT {Corrections} FROM remark_corrections ORDER BY number",
            static (copy, r) =>
            {
                copy.Long(r.Long(0)).Text(r.Text(1)).Long(r.Long(2)).Time(r.Time(3)).Text(r.TextOrNull(4)).Text(r.TextOrNull(5)).Short(r.Long(6)).Text(r.Text(7));
                (r.IsNull(8) ? copy.Null() : copy.Short(r.Long(8))).Text(r.Text(9)).Text(r.TextOrNull(10)).Text(r.Text(11)).Time(r.Time(12));
            }),
    ];
}
