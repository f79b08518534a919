using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace CxOrchestrator.Testing;

/// <summary>A connection to an <see cref="ImapDouble"/>.</summary>
internal sealed class ImapDoubleSession(ImapDouble server, NetworkStream stream, StreamReader reader)
{
    private string _folder = "";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await SayAsync("* OK [CAPABILITY IMAP4rev1 UIDPLUS MOVE] ready");
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
            {
                // No IMAP: another protocol was tried.
                return;
            }

            var (tag, command) = (line[..space], line[(space + 1)..]);
            server.Commands.Enqueue(command.StartsWith("LOGIN", StringComparison.Ordinal) ? "LOGIN" : command);
            if (server.DropsAt(command))
            {
                return;
            }

            if (server.RefusesAt(command))
            {
                await SayAsync($"{tag} NO not now");
                continue;
            }

            await SayAsync($"{tag} {await AnswerAsync(command)}");
            if (command == "LOGOUT")
            {
                return;
            }
        }
    }

    private async Task<string> AnswerAsync(string command)
    {
        var words = command.Split(' ');
        switch (words[0])
        {
            case "LOGIN":
                return command.Contains(server.Password, StringComparison.Ordinal) ? "OK [CAPABILITY IMAP4rev1 UIDPLUS MOVE] hello" : "NO [AUTHENTICATIONFAILED] wrong user or password";
            case "CAPABILITY":
                await SayAsync("* CAPABILITY IMAP4rev1 UIDPLUS MOVE");
                return "OK done";
            case "LIST" or "LSUB":
                foreach (var name in server.Folders.Keys.Where(f => words[^1].Trim('"') is var asked && (asked == f || asked is "*" or "%")))
                {
                    await SayAsync($"* LIST () \"/\" {name}");
                }

                return "OK done";
            case "SELECT":
                return await SelectAsync(words[1].Trim('"'));
            case "UID":
                return await UidAsync(words, command);
            case "LOGOUT":
                await SayAsync("* BYE");
                return "OK bye";
            default:
                return words[0] is "NOOP" or "CLOSE" or "UNSELECT" ? "OK done" : $"BAD {words[0]} is not known";
        }
    }

    private async Task<string> SelectAsync(string folder)
    {
        if (!server.Folders.TryGetValue(folder, out var messages))
        {
            return "NO [NONEXISTENT] no such folder";
        }

        _folder = folder;
        await SayAsync($"* {messages.Count} EXISTS", "* 0 RECENT", "* FLAGS (\\Seen \\Deleted)", "* OK [PERMANENTFLAGS (\\Seen \\Deleted)] ok", $"* OK [UIDVALIDITY {server.Validity}] ok", $"* OK [UIDNEXT {server.NextId}] ok");
        return server.ReadOnly ? "OK [READ-ONLY] done" : "OK [READ-WRITE] done";
    }

    private async Task<string> UidAsync(string[] words, string command)
    {
        var messages = server.Folders[_folder];
        if (words[1] == "SEARCH")
        {
            var found = In(messages, words[^1] == "ALL" ? "1:*" : words[^1]);
            await SayAsync($"* SEARCH{string.Concat(found.Select(m => $" {m.Id}"))}");
            return "OK done";
        }

        var chosen = In(messages, words[2]);
        switch (words[1])
        {
            case "FETCH":
                foreach (var message in chosen)
                {
                    await FetchAsync(messages.IndexOf(message) + 1, message, command);
                }

                return "OK done";
            case "STORE":
                chosen.ForEach(m => m.Seen |= command.Contains("\\Seen", StringComparison.Ordinal));
                return "OK done";
            case "MOVE":
                foreach (var message in chosen)
                {
                    await SayAsync($"* {messages.IndexOf(message) + 1} EXPUNGE");
                    messages.Remove(message);
                    server.Folders[words[3].Trim('"')].Add(message);
                }

                return "OK done";
            default:
                return "BAD not known";
        }
    }

    private async Task FetchAsync(int number, ImapDoubleMessage message, string command)
    {
        var parts = $"UID {message.Id} RFC822.SIZE {message.Size ?? message.Source.Length} INTERNALDATE \"{message.ArrivedAt.ToString("dd-MMM-yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000\"";
        if (!command.Contains("BODY", StringComparison.Ordinal))
        {
            await SayAsync($"* {number} FETCH ({parts})");
            return;
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"* {number} FETCH (UID {message.Id} BODY[] {{{message.Source.Length}}}\r\n"));
        await stream.WriteAsync(message.Source);
        await SayAsync(")");
    }

    // "3,5:9" or "7:*", which always has the last message.
    private static List<ImapDoubleMessage> In(List<ImapDoubleMessage> messages, string set)
    {
        var last = messages.Count == 0 ? 0 : messages[^1].Id;
        var ranges = set.Split(',').Select(r => r.Split(':').Select(n => n == "*" ? last : uint.Parse(n, CultureInfo.InvariantCulture)).Order().ToArray()).ToList();
        return [.. messages.Where(m => ranges.Any(r => m.Id >= r[0] && m.Id <= r[^1]))];
    }

    private async Task SayAsync(params string[] lines)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => $"{l}\r\n"))));
    }
}
