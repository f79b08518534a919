using System.Collections.Immutable;

namespace CxOrchestrator.Gateway.Access;

/// <summary>What people may do; one account can have several.</summary>
internal static class Roles
{
    /// <summary>Writes and submits documents, publishes approved ones, pauses policies.</summary>
    public const string Marketer = "marketer";

    /// <summary>Approves or rejects what others submitted, publishes, rolls back, retires, pauses.</summary>
    public const string Approver = "approver";

    /// <summary>Works cases, dead letters and actions, stops sending, pauses policies.</summary>
    public const string Operator = "operator";

    /// <summary>What operators do with cases and customers, also with cases that others claimed.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Keeps accounts and keys, and publishes whole sets.</summary>
    public const string Administrator = "administrator";

    /// <summary>Reads, and stops sending.</summary>
    public const string Viewer = "viewer";

    public static ImmutableArray<string> All { get; } = [Marketer, Approver, Operator, Supervisor, Administrator, Viewer];
}
