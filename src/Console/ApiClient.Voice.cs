using System.Net.Http.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Console.Voice;

namespace CxOrchestrator.Console;

/// <summary>What customers say.</summary>
internal sealed partial class ApiClient
{
    public Task<VoiceView> VoiceAsync(VoiceQuery query) => GetAsync(Query("v1/voice", [.. query.Filters, ("by", query.By)]), ConsoleJson.Api.VoiceView);

    public Task<Page<VoiceQuote>> QuotesAsync(VoiceQuery query, string? cursor) =>
        GetAsync(Query("v1/voice/quotes", [.. query.Filters, ("order", query.Order), ("cursor", cursor)]), ConsoleJson.Api.PageVoiceQuote);

    public Task<LexiconPreview> PreviewLexiconAsync(string document) =>
        SendAsync(HttpMethod.Post, "v1/voice/lexicon-preview", JsonContent.Create(new LexiconTrial { Document = document }, ConsoleJson.Api.LexiconTrial), ConsoleJson.Api.LexiconPreview);

    public Task<VoiceQuote> CorrectAsync(VoiceCorrection correction) =>
        SendAsync(HttpMethod.Post, "v1/voice/corrections", JsonContent.Create(correction, ConsoleJson.Api.VoiceCorrection), ConsoleJson.Api.VoiceQuote);
}
