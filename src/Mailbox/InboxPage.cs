using System.Collections.Immutable;

namespace CxOrchestrator.Mailbox;

/// <summary>Messages, newest first.</summary>
/// <param name="Items">Of this page.</param>
/// <param name="Next">Give it back for the next page; null at the end.</param>
/// <param name="Total">How many match in all.</param>
public sealed record InboxPage(ImmutableArray<InboxMessage> Items, long? Next, int Total);
