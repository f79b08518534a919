using System.Collections.Immutable;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Tests.Links;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Tests.Forms;

/// <summary>A gateway with published forms, as customers see it.</summary>
internal sealed class FormHost : IAsyncDisposable
{
    public const string Answer = "00112233445566778899aabbccddeeff";

    private const string Documents =
        """
        kind: form
        id: nps
        name: NPS
        score: nps
        comment: optional
        commentMax: 40
        attributes: [order, ticket]
        validFor: 7 days
        color: "#ffee00"
        logo: image:0123456789abcdef0123456789abcdef.png
        fallback: en
        languages:
          en: {title: How was it?, question: Would you recommend us?, low: Never, high: Always, comment: Why?, thanks: We read every answer.}
          pt: {title: Como correu?, question: Recomendava-nos?, comment: Porquê?}
        ---
        kind: form
        id: words
        name: Words
        comment: required
        touchpoint: idea.sent
        fallback: en
        languages:
          en: {title: "<script>alert(1)</script>", comment: "\"><script>alert(2)</script>"}
        """;

    private FormHost(PublicHost host) => Public = host;

    public PublicHost Public { get; }

    public GatewayHost Gateway => Public.Host;

    public IReadOnlyList<Touchpoint> Log => Public.Log;

    public static async Task<FormHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var host = await PublicHost.StartAsync(settings);
        host.Host.Definitions.Current = new CompiledDefinitions(DefinitionReader.Read([new("forms.yaml", Documents)]).Set!);
        return new FormHost(host);
    }

    public ValueTask DisposeAsync() => Public.DisposeAsync();

    public static FormToken Token(string form = "nps", params ImmutableArray<KeyValuePair<string, string>> attributes) => new()
    {
        Form = form,
        Customer = CustomerKey.For(new("c1")),
        Attributes = attributes.IsDefault ? [] : attributes,
        IssuedAt = GatewayHost.Start,
        Answer = Answer,
    };

    public string Address(FormToken token) => $"/f/{FormSigner.Sign(token, Public.Messages.Ring)}";

    public string Address(string form = "nps") => Address(Token(form));
}
