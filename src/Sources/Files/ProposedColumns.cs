using System.Collections.Immutable;

namespace CxOrchestrator.Sources.Files;

/// <summary>Which column is likely to be what, by names and examples. No column is two things.</summary>
internal sealed class ProposedColumns
{
    private readonly List<PreviewColumn> _left;

    public ProposedColumns(IEnumerable<PreviewColumn> columns)
    {
        _left = [.. columns.Where(c => c.Type != ColumnType.Nested)];
        EventId = Take(["eventid", "messageid", "insertid", "uuid", "guid", "id", "responseid", "ticketid", "orderid", "transactionid"]);
        At = Take(["eventtime", "occurredat", "timestamp", "eventtimestamp", "datetime", "time", "at", "createdat", "submittedat", "date", "created", "orderdate"]) ?? TakeFirst(c => c.Type == ColumnType.Time);
        Email = Take(["email", "emailaddress", "customeremail", "useremail", "mail", "contactemail"]) ?? TakeFirst(c => c.Examples.Length > 0 && c.Examples.All(e => e.Contains('@', StringComparison.Ordinal)));
        Phone = Take(["phone", "phonenumber", "telephone", "mobile", "tel", "msisdn", "customerphone"]);
        Customer = Take(["customerid", "customer", "userid", "user", "contactid", "memberid", "clientid", "accountid", "customernumber", "subscriberid"]);
        Type = Take(["eventtype", "eventname", "event", "type", "action", "activity"]);
        Amount = Take(["amount", "total", "revenue", "value", "price", "ordertotal", "grandtotal", "sum"], c => c.Type is ColumnType.Number or ColumnType.DecimalComma);
        Currency = Take(["currency", "currencycode"]);
        Nps = Take(["nps", "npsscore", "recommend"]);
        Csat = Take(["csat", "csatscore", "satisfaction"]);
        Ces = Take(["ces", "cesscore", "effort"]);
        Score = Nps is null && Csat is null ? Take(["score", "rating", "stars"], c => c.Type == ColumnType.Number) : null;
        Comment = Take(["comment", "comments", "feedback", "message", "text", "review", "body", "verbatim"]);
        Channel = Take(["channel", "medium"]);
    }

    public PreviewColumn? EventId { get; }

    public PreviewColumn? At { get; }

    public PreviewColumn? Email { get; }

    public PreviewColumn? Phone { get; }

    public PreviewColumn? Customer { get; }

    public PreviewColumn? Type { get; }

    public PreviewColumn? Amount { get; }

    public PreviewColumn? Currency { get; }

    public PreviewColumn? Nps { get; }

    public PreviewColumn? Csat { get; }

    public PreviewColumn? Ces { get; }

    /// <summary>A score that does not say of which kind it is.</summary>
    public PreviewColumn? Score { get; }

    public PreviewColumn? Comment { get; }

    public PreviewColumn? Channel { get; }

    /// <summary>Columns that are nothing of these.</summary>
    public ImmutableArray<PreviewColumn> Others => [.. _left];

    private PreviewColumn? Take(string[] names, Func<PreviewColumn, bool>? holds = null) =>
        names.Select(name => _left.Find(c => Plain(c.Name) == name && holds?.Invoke(c) != false)).FirstOrDefault(c => c is not null) is { } found ? Taken(found) : null;

    private PreviewColumn? TakeFirst(Predicate<PreviewColumn> holds) => _left.Find(holds) is { } found ? Taken(found) : null;

    private PreviewColumn Taken(PreviewColumn column)
    {
        _left.Remove(column);
        return column;
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
