namespace CxOrchestrator.Console.Mailbox;

/// <summary>A message's HTML as the document of a frame: nothing in it runs, and nothing is loaded from elsewhere, not even the image that counts an opening.</summary>
internal static class MailFrame
{
    /// <summary>Tokens of the frame's sandbox: a link may open a tab of its own.</summary>
    public const string Sandbox = "allow-popups allow-popups-to-escape-sandbox";

    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'";

    public static string Document(string html) =>
        $"""<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{Policy}"><base target="_blank"><meta name="color-scheme" content="light"></head>{html}""";
}
