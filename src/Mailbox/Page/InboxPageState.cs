namespace CxOrchestrator.Mailbox.Page;

/// <summary>What the page shows.</summary>
internal sealed record InboxPageState(InboxPage Found, int Count, long Dropped, string Query, InboxMessage? Open, string View);
