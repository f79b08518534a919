using System.CommandLine;
using System.Globalization;
using CxOrchestrator.Mailbox;

namespace CxOrchestrator.Cli.Mail;

/// <summary><c>cx mailbox</c>: an SMTP server that keeps what it is sent.</summary>
internal static class MailboxCommand
{
    /// <summary>Where the password comes from if it is not on the command line, which other users of the machine can read.</summary>
    public const string PasswordVariable = "CX_MAILBOX_PASSWORD";

    private const string NoPage = "off";
    private const int PortMax = 65_535;

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port to receive e-mail on; 0: a free one.", DefaultValueFactory = _ => 2525 };
        var page = new Option<string>("--page") { Description = "Port of the inbox page on this machine, or off.", DefaultValueFactory = _ => "8025" };
        var any = new Option<bool>("--any") { Description = "Receive from other machines as well; the page stays on this one." };
        var tls = new Option<string?>("--tls") { Description = "starttls (if --tls has no value) or implicit, with a certificate that is made for this run and that clients must be set to accept.", Arity = ArgumentArity.ZeroOrOne };
        var user = new Option<string?>("--user") { Description = "Name that senders must sign in with." };
        var password = new Option<string?>("--password") { Description = $"Password for --user. Default: the environment's {PasswordVariable}." };
        var folder = new Option<string?>("--folder") { Description = "Folder to write each message to, as an .eml file." };
        var misbehave = new Option<string?>("--misbehave") { Description = "slow (answers after 10 s), defer (451), reject (550), or drop (takes the message and closes without an answer)." };
        port.Require(v => v is >= 0 and <= PortMax, $"--port is from 0 to {PortMax:N0}.");
        page.Require(v => v == NoPage || PageOf(v) is not null, $"--page is a port from 0 to {PortMax:N0}, or {NoPage}.");
        tls.Require(v => v is null or "starttls" or "implicit", "--tls is starttls or implicit.");
        misbehave.Require(v => v is null or "slow" or "defer" or "reject" or "drop", "--misbehave is slow, defer, reject or drop.");
        var command = new Command("mailbox", $"Receive e-mail instead of a mail server and show it on a page: nothing is delivered anywhere. Keeps the newest {Inbox.MessagesMax} messages in memory until Ctrl-C.")
        {
            port, page, any, tls, user, password, folder, misbehave,
        };
        command.Validators.Add(result =>
        {
            var (name, secret) = (result.GetValue(user), result.GetValue(password));
            if (name is not null && (secret ?? Environment.GetEnvironmentVariable(PasswordVariable)) is null or "")
            {
                result.AddError($"--user needs a password: give --password, or set {PasswordVariable}.");
            }
            else if (name is null && secret is not null)
            {
                result.AddError("--password needs --user.");
            }
        });
        command.SetAction((parsed, cancellationToken) => new MailboxRun(
            new MailboxServerOptions
            {
                Port = parsed.GetValue(port),
                AnyAddress = parsed.GetValue(any),
                Tls = parsed.GetValue(tls) switch { "implicit" => MailboxTls.Implicit, "starttls" => MailboxTls.StartTls, _ => parsed.GetResult(tls) is { Implicit: false } ? MailboxTls.StartTls : MailboxTls.None },
                User = parsed.GetValue(user),
                Password = parsed.GetValue(user) is null ? null : parsed.GetValue(password) ?? Environment.GetEnvironmentVariable(PasswordVariable),
                Answer = parsed.GetValue(misbehave) switch { "slow" => MailboxAnswer.Slow, "defer" => MailboxAnswer.Defer, "reject" => MailboxAnswer.Reject, "drop" => MailboxAnswer.Drop, _ => MailboxAnswer.Accept },
            },
            PageOf(parsed.GetValue(page)),
            parsed.GetValue(folder),
            TimeProvider.System,
            Console.Out,
            Console.Error).RunAsync(cancellationToken));
        return command;
    }

    private static int? PageOf(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= PortMax ? port : null;
}
