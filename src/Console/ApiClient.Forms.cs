using System.Net.Http.Json;
using CxOrchestrator.Api.Forms;

namespace CxOrchestrator.Console;

/// <summary>Feedback forms.</summary>
internal sealed partial class ApiClient
{
    public Task<FormPreviewView> PreviewFormAsync(FormPreviewRequest request) =>
        SendAsync(HttpMethod.Post, "v1/forms/preview", JsonContent.Create(request, ConsoleJson.Api.FormPreviewRequest), ConsoleJson.Api.FormPreviewView);

    public Task<FormLinkView> MakeFormLinkAsync(string id, FormLinkRequest request) =>
        SendAsync(HttpMethod.Post, $"v1/forms/{Escape(id)}/links", JsonContent.Create(request, ConsoleJson.Api.FormLinkRequest), ConsoleJson.Api.FormLinkView);
}
