using System.Net.Http.Json;
using CxOrchestrator.Api.Sources;
using CxOrchestrator.Api.Sources.Files;

namespace CxOrchestrator.Console;

/// <summary>Systems that touchpoints come from.</summary>
internal sealed partial class ApiClient
{
    public Task<SourcesView> SourcesAsync() => GetAsync("v1/sources", ConsoleJson.Api.SourcesView);

    public Task<SourceView> SourceAsync(string id) => GetAsync($"v1/sources/{Escape(id)}", ConsoleJson.Api.SourceView);

    public Task<SourceKindsView> SourceKindsAsync() => GetAsync("v1/source-kinds", ConsoleJson.Api.SourceKindsView);

    public Task<SourceDeliveriesView> SourceDeliveriesAsync(string id) => GetAsync($"v1/sources/{Escape(id)}/deliveries", ConsoleJson.Api.SourceDeliveriesView);

    public Task<SourceDeliveryView> SourceDeliveryAsync(string id, long number) => GetAsync($"v1/sources/{Escape(id)}/deliveries/{number}", ConsoleJson.Api.SourceDeliveryView);

    public Task<CxOrchestrator.Api.Page<SourceDeadLetterView>> SourceDeadLettersAsync(string id, string? cursor) =>
        GetAsync(Query($"v1/sources/{Escape(id)}/dead-letters", ("cursor", cursor)), ConsoleJson.Api.PageSourceDeadLetterView);

    public Task<SourceDeadLetterView> SourceDeadLetterAsync(string id, long number) => GetAsync($"v1/sources/{Escape(id)}/dead-letters/{number}", ConsoleJson.Api.SourceDeadLetterView);

    public Task RetrySourceDeadLettersAsync(string id) => SendAsync(HttpMethod.Post, $"v1/sources/{Escape(id)}/dead-letters/retry", null);

    public Task RetrySourceDeadLetterAsync(string id, long number) => SendAsync(HttpMethod.Post, $"v1/sources/{Escape(id)}/dead-letters/{number}/retry", null);

    public Task MapSourceDeadLetterAsync(string id, long number) => SendAsync(HttpMethod.Post, $"v1/sources/{Escape(id)}/dead-letters/{number}/map", null);

    public Task RemoveSourceDeadLetterAsync(string id, long number) => SendAsync(HttpMethod.Delete, $"v1/sources/{Escape(id)}/dead-letters/{number}", null);

    public Task SetSourceSecretAsync(string id, string name, NewSourceSecret secret) =>
        SendAsync(HttpMethod.Put, $"v1/sources/{Escape(id)}/secrets/{Escape(name)}", JsonContent.Create(secret, ConsoleJson.Api.NewSourceSecret));

    public Task<FileImportsView> SourceFilesAsync(string id) => GetAsync($"v1/sources/{Escape(id)}/files", ConsoleJson.Api.FileImportsView);

    public Task<FileImportView> SourceFileAsync(string id, string file) => GetAsync($"v1/sources/{Escape(id)}/files/{Escape(file)}", ConsoleJson.Api.FileImportView);

    public Task<FileImportView> CancelSourceFileAsync(string id, string file) =>
        SendAsync(HttpMethod.Post, $"v1/sources/{Escape(id)}/files/{Escape(file)}/cancel", null, ConsoleJson.Api.FileImportView);

    public Task<FilePreviewView> PreviewSourceFileAsync(string id, string name, byte[] bytes, bool part) => SendAsync(
        HttpMethod.Post, Query($"v1/sources/{Escape(id)}/files/preview", ("name", name), ("part", part ? "true" : "false")), new ByteArrayContent(bytes), ConsoleJson.Api.FilePreviewView);

    public Task<FileImportView> ImportSourceFileAsync(string id, string name, Stream file) =>
        SendAsync(HttpMethod.Post, Query($"v1/sources/{Escape(id)}/files", ("name", name)), new StreamContent(file), ConsoleJson.Api.FileImportView);

    public Task<SourceTrialView> TrySourceAsync(SourceTrialRequest request) =>
        SendAsync(HttpMethod.Post, "v1/sources/try", JsonContent.Create(request, ConsoleJson.Api.SourceTrialRequest), ConsoleJson.Api.SourceTrialView);
}
