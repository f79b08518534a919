using System.Text;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>Fills the requests of a provider document in; throws <c>TemplateFailedException</c> where the values make no whole request.</summary>
internal static class RequestFactory
{
    public static PreparedRequest Send(CompiledProvider provider, ProviderValues values)
    {
        var send = provider.Definition.Send;
        var (body, type) = Body(provider, values);
        var request = Request(provider.Send, values, body, type);
        foreach (var (name, value) in provider.MoreHeaders?.Texts(values) ?? [])
        {
            Add(request, name, value);
        }

        if (send.Idempotency is { } idempotency)
        {
            Add(request, idempotency, values.Message["id"]);
        }

        return request;
    }

    public static PreparedRequest Plain(RequestTexts texts, ProviderValues values) => Request(texts, values, body: null, type: null);

    private static PreparedRequest Request(RequestTexts texts, ProviderValues values, byte[]? body, string? type)
    {
        var request = new PreparedRequest { Method = texts.Method, Url = texts.Url.FillUrl(values), Body = body, ContentType = type };
        foreach (var (name, text) in texts.Headers)
        {
            Add(request, name, text.Fill(values));
        }

        return request;
    }

    private static void Add(PreparedRequest request, string name, string value)
    {
        if (HeaderValues.Checked(name, value) is { Length: > 0 } given)
        {
            request.Headers.Add(new(name, given));
        }
    }

    private static (byte[]? Body, string? Type) Body(CompiledProvider provider, ProviderValues values) => provider.Definition.Send.Body switch
    {
        JsonBody or JsonSettingBody => (provider.Json?.Write(values), "application/json"),
        FormBody => (Form(provider, values), "application/x-www-form-urlencoded"),
        TextBody text => (Encoding.UTF8.GetBytes(provider.Whole!.Fill(values)), $"{text.ContentType}; charset=utf-8"),
        _ => (null, null),
    };

    private static byte[] Form(CompiledProvider provider, ProviderValues values) => Encoding.ASCII.GetBytes(string.Join('&', provider.Form
        .Select(f => (f.Key, Value: f.Value.Fill(values)))
        .Where(f => f.Value.Length > 0)
        .Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}")));
}
