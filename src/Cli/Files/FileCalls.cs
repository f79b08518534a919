using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CxOrchestrator.Api.Sources.Files;

namespace CxOrchestrator.Cli.Files;

/// <summary>Gives files to a gateway, and takes exports from it.</summary>
internal sealed class FileCalls(HttpClient http, GatewaySession session, TextWriter output, TextWriter errors)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>False where it was refused, failed, or had rejected rows.</summary>
    public async Task<bool> ImportAsync(string source, string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        using var body = new StreamContent(file);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var files = $"v1/sources/{Uri.EscapeDataString(source)}/files";
        using var answer = await http.PostAsync(new Uri($"{files}?name={Uri.EscapeDataString(Path.GetFileName(path))}", UriKind.Relative), body, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return await session.RefusedAsync(answer, cancellationToken);
        }

        var import = (await answer.Content.ReadFromJsonAsync<FileImportView>(GatewaySession.Json, cancellationToken))!;
        using (var progress = new Progress(errors))
        {
            while (import.State is "uploading" or "waiting" or "running")
            {
                progress.Show(() => Words(import));
                await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
                import = (await http.GetFromJsonAsync<FileImportView>(new Uri($"{files}/{import.Id}", UriKind.Relative), GatewaySession.Json, cancellationToken))!;
            }
        }

        foreach (var error in import.Errors)
        {
            errors.WriteLine($"cx: row {error.Row}: {error.Reason}");
        }

        output.WriteLine(Words(import));
        return import.State == "done" && import.Rejected == 0;
    }

    public async Task<bool> ExportAsync(string what, DateTimeOffset? from, DateTimeOffset? until, string path, CancellationToken cancellationToken)
    {
        (string Name, DateTimeOffset? Time)[] times = [("from", from), ("until", until)];
        var query = string.Join('&', times.Where(t => t.Time is not null).Select(t => $"{t.Name}={Uri.EscapeDataString(t.Time!.Value.ToString("O", CultureInfo.InvariantCulture))}"));
        using var answer = await http.GetAsync(new Uri($"v1/exports/{what}?{query}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return await session.RefusedAsync(answer, cancellationToken);
        }

        // Only whole: a half has no footer, and nothing reads it.
        var part = path + ".part";
        try
        {
            await using (var file = OpenForOwner(part))
            {
                await answer.Content.CopyToAsync(file, cancellationToken);
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

    private static string Words(FileImportView import) => string.Create(
        CultureInfo.InvariantCulture,
        $"{import.Name}: {import.State}, {import.Rows:N0} rows, {import.Touchpoints:N0} touchpoints, {import.Dropped:N0} dropped, {import.Rejected:N0} rejected{(import.Problem is { } problem ? $". {problem}" : "")}");

    private static FileStream OpenForOwner(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
