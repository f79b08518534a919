namespace CxOrchestrator.Testing;

/// <summary>What a machine may lack. A test that needs it skips with the reason, or fails where <c>CX_REQUIRE</c> names it.</summary>
public static class Requires
{
    public const string ChromiumPath = "/usr/bin/chromium";

    public const string PromtoolPath = "/usr/bin/promtool";

    /// <summary>Null where it is there; else why the test is skipped. Throws where the machine was promised to have it.</summary>
    public static string? Chromium() => Missing("chromium", File.Exists(ChromiumPath), $"{ChromiumPath} is not installed");

    /// <summary>Null where a PostgreSQL server is there; else why the test is skipped. Throws where the machine was promised to have it.</summary>
    public static string? Postgres() => Missing("postgres", PostgresServer.Find() is not null, "no PostgreSQL server is installed under /usr/lib/postgresql");

    /// <summary>Null where promtool is there; else why the test is skipped. Throws where the machine was promised to have it.</summary>
    public static string? Promtool() => Missing("promtool", File.Exists(PromtoolPath), $"{PromtoolPath} is not installed (Debian's package prometheus)");

    /// <summary>Null where npm brought what was asked for; else why the test is skipped. Throws where the machine was promised to have it.</summary>
    public static string? Npm(string? failure) => Missing("npm", failure is null, failure ?? "");

    private static string? Missing(string name, bool present, string reason)
    {
        if (present)
        {
            return null;
        }

        var required = (Environment.GetEnvironmentVariable("CX_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return required.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? throw new InvalidOperationException($"CX_REQUIRE names {name}, and {reason}.")
            : reason;
    }
}
