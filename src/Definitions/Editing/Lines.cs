namespace CxOrchestrator.Definitions.Editing;

/// <summary>Where lines begin and end; breaks are line feeds, with a carriage return before them or without.</summary>
internal static class Lines
{
    public static int StartOf(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    /// <summary>Behind the last character of the line, a comment at its end included, before its break.</summary>
    public static int EndAt(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end > 0 && text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Where the next line begins.</summary>
    public static int NextAfter(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end + 1;
    }

    /// <summary>Only blanks precede it in its line.</summary>
    public static bool BeginsLine(string text, int at) => text.AsSpan(StartOf(text, at), at - StartOf(text, at)).IsWhiteSpace();
}
