using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Rows of what customers said.</summary>
internal static class SqliteRemarks
{
    public const string Columns =
        "number, key, sequence, at, received_at, source, id, type, channel, journey, stage, sentiment, class, score, reasons, language, model, segments, excerpt, corrected";

    public static void Write(SqliteSession session, string key, ImmutableArray<StoredRemark> remarks)
    {
        foreach (var remark in remarks)
        {
            using var insert = session.Use(
                """
                INSERT INTO remarks (key, sequence, at, received_at, source, id, type, channel, journey, stage, sentiment, class, score, reasons, language, model, segments, excerpt)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
                ON CONFLICT (key, sequence) DO NOTHING
                """);
            insert.Bind(1, key).Bind(2, remark.Sequence).Bind(3, remark.At).Bind(4, remark.ReceivedAt).Bind(5, remark.Source).Bind(6, remark.Id).Bind(7, remark.Type)
                .Bind(8, RemarkLists.Name(remark.Channel)).Bind(9, remark.Journey).Bind(10, remark.Stage);
            (remark.Sentiment is { } sentiment ? insert.Bind(11, sentiment) : insert.Bind(11, (string?)null)).Bind(12, (long?)remark.Class).Bind(13, remark.Score)
                .Bind(14, RemarkLists.Of(remark.Reasons)).Bind(15, remark.Language).Bind(16, remark.Model).Bind(17, RemarkLists.Of(remark.Segments)).Bind(18, remark.Excerpt).Run();
        }
    }

    public static NumberedRemark Read(SqliteStatement s) => new(
        s.Long(0),
        CustomerKey.Parse(s.Text(1)),
        new StoredRemark
        {
            Sequence = s.Long(2),
            At = s.Time(3),
            ReceivedAt = s.Time(4),
            Source = s.Text(5),
            Id = s.Text(6),
            Type = s.Text(7),
            Channel = s.TextOrNull(8),
            Journey = s.TextOrNull(9),
            Stage = s.TextOrNull(10),
            Sentiment = s.IsNull(11) ? null : s.Double(11),
            Class = (int?)s.LongOrNull(12),
            Score = s.TextOrNull(13),
            Reasons = RemarkLists.Read(s.Text(14)),
            Language = s.TextOrNull(15),
            Model = s.TextOrNull(16),
            Segments = RemarkLists.Read(s.Text(17)),
            Excerpt = s.TextOrNull(18),
        },
        s.Long(19) != 0);
}
