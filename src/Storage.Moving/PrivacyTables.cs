namespace CxOrchestrator.Storage.Moving;

/// <summary>Tables of erasures, with the key that their hashes are made under, of consent, of identities, and of merges.</summary>
internal static class PrivacyTables
{
    public static IReadOnlyList<MoveTable> All { get; } =
    [
        new(
            "erasure_key", "id, secret", "SELECT id, secret FROM erasure_key",
            static (copy, r) => copy.Int(r.Long(0)).Bytes(r.Bytes(1))),
        new(
            "erasures", "number, hash, key, version, positions, at, requested_at, requested_by, removed, failure, done_at, readmitted_at, readmitted_by",
            """
            SELECT number, hash, key, version, positions, at, requested_at, requested_by, removed, failure, done_at, readmitted_at, readmitted_by
            FROM erasures ORDER BY number
            """,
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Text(r.TextOrNull(2)).Long(r.Long(3)).Text(r.Text(4)).Time(r.Time(5)).Time(r.Time(6)).Text(r.Text(7))
                .Text(r.Text(8)).Text(r.TextOrNull(9)).Time(r.TimeOrNull(10)).Time(r.TimeOrNull(11)).Text(r.TextOrNull(12))),
        new(
            "consents", "number, key, sequence, at, received_at, channel, purpose, agreed, source, id, type, reason, origin",
            "SELECT number, key, sequence, at, received_at, channel, purpose, agreed, source, id, type, reason, origin FROM consents ORDER BY number",
            static (copy, r) =>
            {
                copy.Long(r.Long(0)).Text(r.Text(1)).Long(r.Long(2)).Time(r.Time(3)).Time(r.Time(4)).Text(r.Text(5)).Text(r.TextOrNull(6));
                (r.IsNull(7) ? copy.Null() : copy.Bool(r.Long(7) != 0)).Text(r.Text(8)).Text(r.Text(9)).Text(r.Text(10)).Text(r.TextOrNull(11)).Text(r.TextOrNull(12));
            }),
        new(
            "identities", "key, kind, value, given, strength, problem, source, touchpoint, first_seen, last_seen",
            "SELECT key, kind, value, given, strength, problem, source, touchpoint, first_seen, last_seen FROM identities ORDER BY key, kind, value",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1)).Text(r.Text(2)).Text(r.Text(3)).Short(r.Long(4)).Short(r.Long(5)).Text(r.Text(6)).Text(r.Text(7))
                .Time(r.Time(8)).Time(r.Time(9))),
        new(
            "identity_claims", "kind, value, key", "SELECT kind, value, key FROM identity_claims ORDER BY kind, value",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1)).Text(r.Text(2))),
        new(
            "identity_links", "number, one, other, kind, value, source, touchpoint, at, state, changed_by, changed_at",
            "SELECT number, one, other, kind, value, source, touchpoint, at, state, changed_by, changed_at FROM identity_links ORDER BY number",
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Text(r.Text(2)).Text(r.Text(3)).Text(r.Text(4)).Text(r.Text(5)).Text(r.Text(6)).Time(r.Time(7))
                .Short(r.Long(8)).Text(r.TextOrNull(9)).Time(r.TimeOrNull(10))),
        new(
            "merges", "number, from_key, into_key, at, by, kind, reason, exact, into_before, undone_at, undone_by",
            "SELECT number, from_key, into_key, at, by, kind, reason, exact, into_before, undone_at, undone_by FROM merges ORDER BY number",
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Text(r.Text(2)).Time(r.Time(3)).Text(r.Text(4)).Text(r.Text(5)).Text(r.TextOrNull(6)).Bool(r.Long(7) != 0)
                .Bytes(r.Bytes(8)).Time(r.TimeOrNull(9)).Text(r.TextOrNull(10))),
    ];
}
