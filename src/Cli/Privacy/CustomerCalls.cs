using System.Globalization;
using System.Net.Http.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Privacy;

namespace CxOrchestrator.Cli.Privacy;

/// <summary>Asks a gateway about customers and prints its answers.</summary>
internal sealed class CustomerCalls(HttpClient http, GatewaySession session, TextReader input, TextWriter output, TextWriter errors)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public async Task<bool> ExportAsync(string customer, string path, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(Of(customer, "export"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return await session.RefusedAsync(answer, cancellationToken);
        }

        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        if (path == "-")
        {
            await using var standard = Console.OpenStandardOutput();
            await body.CopyToAsync(standard, cancellationToken);
            return true;
        }

        // Only whole: a half would look like all that is known.
        var part = path + ".part";
        try
        {
            await using (var file = OpenForOwner(part))
            {
                await body.CopyToAsync(file, cancellationToken);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        output.WriteLine($"Wrote {new FileInfo(path).Length.ToString("N0", CultureInfo.InvariantCulture)} bytes to {path}.");
        return true;
    }

    public async Task<bool> EraseAsync(string customer, bool sure, CancellationToken cancellationToken)
    {
        if (!sure && !await IsSureAsync(customer, cancellationToken))
        {
            return false;
        }

        using var answer = await http.PostAsync(Of(customer, "erasure"), null, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return await session.RefusedAsync(answer, cancellationToken);
        }

        var erasure = (await answer.Content.ReadFromJsonAsync<ErasureView>(GatewaySession.Json, cancellationToken))!;
        output.WriteLine($"Erasure {erasure.Number} began: nothing of the customer is shown, decided or sent any more.");
        string? said = null;
        while (erasure.State != "done")
        {
            if (erasure.Failure is { } failure && failure != said)
            {
                errors.WriteLine($"cx: {said = failure}");
            }

            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
            erasure = (await http.GetFromJsonAsync<ErasureView>(new Uri($"v1/erasures/{erasure.Number}", UriKind.Relative), GatewaySession.Json, cancellationToken))!;
        }

        output.WriteLine($"Erasure {erasure.Number} is done: {Words(erasure)}.");
        return true;
    }

    public async Task<bool> ListAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri("v1/erasures?limit=500", UriKind.Relative), cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return await session.RefusedAsync(answer, cancellationToken);
        }

        var erasures = (await answer.Content.ReadFromJsonAsync<Page<ErasureView>>(GatewaySession.Json, cancellationToken))!.Items;
        foreach (var erasure in erasures)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{erasure.Number}  {erasure.State}  {erasure.RequestedAt:yyyy-MM-dd HH:mm} by {erasure.RequestedBy}  {Words(erasure)}"));
        }

        if (erasures.Count == 0)
        {
            output.WriteLine("Nobody was erased.");
        }

        return true;
    }

    public async Task<bool> ReadmitAsync(string customer, CancellationToken cancellationToken)
    {
        using var answer = await http.DeleteAsync(Of(customer, "erasure"), cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return await session.RefusedAsync(answer, cancellationToken);
        }

        output.WriteLine("Touchpoints that happened after the erasure are taken again.");
        return true;
    }

    // It holds everything about somebody: only its owner may read it.
    private static FileStream OpenForOwner(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static Uri Of(string customer, string what) => new($"v1/customers/{CustomerPath.Of(customer)}/{what}", UriKind.Relative);

    private static string Words(ErasureView erasure) => erasure.Removed.Count == 0
        ? "nothing was stored"
        : "removed " + string.Join(", ", erasure.Removed.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Key} {r.Value:N0}")));

    private async Task<bool> IsSureAsync(string customer, CancellationToken cancellationToken)
    {
        errors.Write($"Erasing {customer} cannot be undone. Type the customer's id to go on: ");
        if (string.Equals((await input.ReadLineAsync(cancellationToken))?.Trim(), customer, StringComparison.Ordinal))
        {
            return true;
        }

        errors.WriteLine("cx: That is not the id; nothing was erased. Give --yes to erase without being asked.");
        return false;
    }
}
