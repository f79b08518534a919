namespace CxOrchestrator.Gateway.Access;

/// <summary>Where a browser goes after signing in: a path of this installation, so that no link leads people elsewhere by way of it.</summary>
internal static class ReturnPath
{
    public const string Parameter = "return";

    /// <summary>It travels in the provider's address; a longer one is dropped.</summary>
    private const int LengthMax = 1_000;

    /// <summary>The path; <c>/</c> where none was given, null where it leads elsewhere.</summary>
    public static string? Of(HttpRequest request) => request.Query[Parameter] switch
    {
        [] or [""] => "/",
        [{ } path] when IsLocal(path) => path,
        _ => null,
    };

    /// <summary>Appends the page that a browser asked for.</summary>
    public static string Append(string path, string wanted) =>
        wanted == "/" || !IsLocal(wanted) ? path : $"{path}?{Parameter}={Uri.EscapeDataString(wanted)}";

    // Browsers take a backslash for a slash, and drop tabs and line ends before they look.
    private static bool IsLocal(string path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && path.Length <= LengthMax && !path.Any(char.IsControl);
}
