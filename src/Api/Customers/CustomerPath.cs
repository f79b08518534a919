namespace CxOrchestrator.Api.Customers;

/// <summary>
/// A customer's id as a segment of an address. Programs remove <c>.</c> and <c>..</c> from addresses, however they are encoded, so these ids get a
/// tilde in front: <c>~.</c> and <c>~..</c>; an id that is tildes before one or two dots gets one more.
/// </summary>
public static class CustomerPath
{
    /// <summary>The segment, percent-encoded.</summary>
    public static string Of(string customer) => Uri.EscapeDataString(IsDots(customer) ? $"~{customer}" : customer);

    /// <summary>The id of a segment that was decoded already.</summary>
    public static string Read(string segment) => segment.StartsWith('~') && IsDots(segment) ? segment[1..] : segment;

    private static bool IsDots(string text) => text.TrimStart('~') is "." or "..";
}
