using System.Globalization;
using CxOrchestrator.Mailbox;
using CxOrchestrator.Mailbox.Page;

namespace CxOrchestrator.Cli.Mail;

/// <summary>One run of <c>cx mailbox</c>, until it is cancelled.</summary>
/// <param name="options">How it receives.</param>
/// <param name="page">Port of the page; null: no page.</param>
/// <param name="folder">Where each message is written to; null: nowhere.</param>
/// <param name="clock">Of arrivals.</param>
/// <param name="say">For a line per arrival.</param>
/// <param name="errors">For what could not be written.</param>
internal sealed class MailboxRun(MailboxServerOptions options, int? page, string? folder, TimeProvider clock, TextWriter say, TextWriter errors)
{
    private const string Probe = ".cx-mailbox";
    private const int SubjectMax = 120;

    private readonly Lock _gate = new();

    // Names of an earlier run's files in the folder are not written over.
    private readonly string _begun = clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (folder is not null && Unwritable(folder) is { } why)
        {
            await errors.WriteLineAsync($"cx: Messages cannot be written to {folder}: {why} Give a folder that you may write to with --folder.");
            return ExitCodes.Errors;
        }

        var inbox = new Inbox(clock);
        inbox.Arrived += Arrived;
        await using var server = await MailboxServer.StartAsync(options, inbox, clock);
        await using var site = page is { } port ? await InboxSite.StartAsync(inbox, port, cancellationToken) : null;
        await say.WriteLineAsync($"Receiving e-mail at {(options.AnyAddress ? "every address of this machine" : "127.0.0.1")}, port {server.Port}. Ctrl-C ends it.");
        if (site is not null)
        {
            await say.WriteLineAsync($"The inbox is at {site.Address}");
        }

        if (options.Answer is MailboxAnswer.Defer or MailboxAnswer.Reject)
        {
            await say.WriteLineAsync("Every message is refused, as --misbehave asks.");
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCodes.Stopped;
    }

    private void Arrived(InboxMessage message)
    {
        lock (_gate)
        {
            Write(message);
            var subject = message.Subject.Length > SubjectMax ? $"{message.Subject[..SubjectMax]}…" : message.Subject;
            say.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{message.ReceivedAt.ToLocalTime():HH:mm:ss}  {Plain(message.Sender ?? "<>")} to {Plain(string.Join(", ", message.Recipients))}  {(subject.Length > 0 ? Plain(subject) : "(no subject)")}  {message.Source.Length:N0} bytes"));
        }
    }

    private void Write(InboxMessage message)
    {
        if (folder is null)
        {
            return;
        }

        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{_begun}-{message.Id:D6}.eml"));
        try
        {
            using var written = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            written.Write(message.Source.Span);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"cx: {file} could not be written: {exception.Message}");
        }
    }

    private static string? Unwritable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, Probe);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    // A terminal obeys control characters, and a sender may put any into a subject.
    private static string Plain(string text) => string.Create(text.Length, text, (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(from[i]) ? '?' : from[i];
        }
    });
}
