using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Channels.Http;

/// <summary>Keeps what is filled into headers inside of their line.</summary>
internal static class HeaderValues
{
    /// <summary>Longest value, in characters.</summary>
    public const int LengthMax = 8_000;

    /// <summary>The value; throws <see cref="TemplateFailedException"/> where it would break out of its header or cannot be sent.</summary>
    public static string Checked(string name, string value)
    {
        var trimmed = value.Trim(' ', '\t');
        return trimmed.Length > LengthMax ? throw new TemplateFailedException($"the header {name} has more than {LengthMax:N0} characters")
            : trimmed.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0 ? throw new TemplateFailedException($"the header {name} holds a line break or a character beyond ASCII")
            : trimmed;
    }
}
