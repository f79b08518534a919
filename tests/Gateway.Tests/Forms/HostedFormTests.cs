using System.Net.Http.Headers;
using System.Text;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Tests.Forms;

public sealed class HostedFormTests : IAsyncLifetime
{
    private FormHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await FormHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task<(int Status, string Text, HttpResponseMessage Response)> GetAsync(string path, params (string Name, string Value)[] headers) => _host.Public.GetAsync(path, headers);

    private Task<(int Status, string Text, HttpResponseMessage Response)> PostAsync(string path, params (string Name, string Value)[] fields) => _host.Public.PostAsync(path, fields);

    [Fact]
    public async Task Page_Form_AsksInPlainAccessibleHtml()
    {
        var (status, page, response) = await GetAsync(_host.Address());

        Assert.Equal(200, status);
        Assert.Contains("<h1>How was it?</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<legend>Would you recommend us?</legend>", page, StringComparison.Ordinal);
        Assert.Equal(11, page.Split("type=\"radio\"").Length - 1);
        Assert.Contains("<label class=\"ask\" for=\"comment\">Why?", page, StringComparison.Ordinal);
        Assert.Contains("<img src=\"../i/0123456789abcdef0123456789abcdef.png\" alt=\"Greenhouse\">", page, StringComparison.Ordinal);
        Assert.Contains("--accent: #ffee00 !important; --on: #000000", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("c1", page[page.IndexOf("<body", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("noindex, nofollow", response.Headers.GetValues("X-Robots-Tag").Single());
        Assert.Equal(
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Get_WithAScore_ChoosesItAndRecordsNothing()
    {
        var (_, page, _) = await GetAsync($"{_host.Address()}?score=9");
        Assert.Contains("value=\"9\" required checked", page, StringComparison.Ordinal);
        Assert.Equal(1, page.Split(" checked>").Length - 1);

        foreach (var wrong in new[] { "11", "-1", "x", "09999999999", "" })
        {
            Assert.DoesNotContain(" checked>", (await GetAsync($"{_host.Address()}?score={wrong}")).Text, StringComparison.Ordinal);
        }

        Assert.Equal(200, (await _host.Public.SendAsync(HttpMethod.Head, $"{_host.Address()}?score=9")).Status);
        Assert.Empty(_host.Log);
    }

    [Fact]
    public async Task Post_Answer_IsOneTouchpointAndThanks()
    {
        var token = FormHost.Token("nps", KeyValuePair.Create("order", "4711"), KeyValuePair.Create("other", "x"));
        var (status, page, _) = await PostAsync(_host.Address(token), ("score", "9"), ("comment", " It came\r\nearly.\u0007 "));

        Assert.Equal(200, status);
        Assert.Contains("<h1>Thank you</h1>", page, StringComparison.Ordinal);
        Assert.Contains("We read every answer.", page, StringComparison.Ordinal);
        var touchpoint = Assert.Single(_host.Log);
        Assert.Equal(("cx.forms.nps", FormHost.Answer), (touchpoint.Identity.Source, touchpoint.Identity.Id));
        Assert.Equal(("survey.answered", "c1", "web"), (touchpoint.Type, touchpoint.Customer.Value, touchpoint.Channel));
        Assert.Equal(GatewayHost.Start, touchpoint.At);
        Assert.Equal((9, "It came\nearly.", "en"), (touchpoint.Feedback!.Nps, touchpoint.Feedback.Text, touchpoint.Feedback.Lang));
        Assert.Equal(["form=nps", "order=4711"], touchpoint.Attributes.Values.Select(a => $"{a.Name}={a.Value.Text}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Post_Again_AddsNothing()
    {
        await PostAsync(_host.Address(), ("score", "9"));
        var (status, page, _) = await PostAsync(_host.Address(), ("score", "1"));

        Assert.Equal(200, status);
        Assert.Contains("You have answered already", page, StringComparison.Ordinal);
        Assert.Contains("You have answered already", (await GetAsync(_host.Address())).Text, StringComparison.Ordinal);
        Assert.Equal(9, Assert.Single(_host.Log).Feedback!.Nps);
    }

    [Fact]
    public async Task Post_Concurrently_HasOneIdentity()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(_host.Address(), ("score", "9"))));

        Assert.Single(_host.Log.Select(t => t.Identity).Distinct());
    }

    [Fact]
    public async Task Get_AnswerIsInTheTimeline_SaysSoAfterARestart()
    {
        _host.Gateway.Store.Put(
            CustomerState.For(new("c1")), atRisk: false,
            history: new HistoryEntry
            {
                Sequence = 1,
                Kind = HistoryKind.Touchpoint,
                EffectiveAt = GatewayHost.Start,
                ReceivedAt = GatewayHost.Start,
                DefinitionsVersion = 1,
                At = GatewayHost.Start,
                Source = "cx.forms.nps",
                Id = FormHost.Answer,
                Type = "survey.answered",
                Input = "{}"u8.ToArray(),
                Outcome = "{}"u8.ToArray(),
            });

        Assert.Contains("You have answered already", (await GetAsync(_host.Address())).Text, StringComparison.Ordinal);
        Assert.Contains("You have answered already", (await PostAsync(_host.Address(), ("score", "3"))).Text, StringComparison.Ordinal);
        Assert.Empty(_host.Log);
    }

    [Theory]
    [InlineData("", "Choose one of the numbers.")]
    [InlineData("11", "Choose one of the numbers.")]
    [InlineData("nine", "Choose one of the numbers.")]
    public async Task Post_WrongScore_SaysSoAtTheFieldAndKeepsTheText(string score, string fault)
    {
        var (status, page, _) = await PostAsync(_host.Address(), ("score", score), ("comment", "kept <b>"));

        Assert.Equal(422, status);
        Assert.Contains($"<p class=\"fault\" id=\"score-fault\">{fault}</p>", page, StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"score-fault\"", page, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("kept &lt;b&gt;</textarea>", page, StringComparison.Ordinal);
        Assert.Empty(_host.Log);
    }

    [Fact]
    public async Task Post_TextTooLong_SaysSoAtTheFieldAndKeepsBoth()
    {
        var text = new string('x', 41);
        var (status, page, _) = await PostAsync(_host.Address(), ("score", "4"), ("comment", text));

        Assert.Equal(422, status);
        Assert.Contains("<p class=\"fault\" id=\"comment-fault\">Your text has 41 characters. Shorten it to 40.</p>", page, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", page, StringComparison.Ordinal);
        Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.Contains("value=\"4\" required checked", page, StringComparison.Ordinal);

        // As many as there may be, with lines that browsers end with two characters.
        Assert.Equal(200, (await PostAsync(_host.Address(), ("score", "4"), ("comment", $"{new string('x', 20)}\r\n{new string('y', 19)}"))).Status);
    }

    [Fact]
    public async Task Post_RequiredTextIsMissing_SaysSo()
    {
        Assert.Equal(422, (await PostAsync(_host.Address("words"), ("comment", "  \n "))).Status);
        Assert.Equal(200, (await PostAsync(_host.Address("words"), ("comment", "More chairs"), ("score", "7"))).Status);
        var touchpoint = Assert.Single(_host.Log);
        Assert.Equal(("idea.sent", "cx.forms.words", "More chairs", null), (touchpoint.Type, touchpoint.Identity.Source, touchpoint.Feedback!.Text, touchpoint.Feedback.Nps));
    }

    [Fact]
    public async Task Post_LogIsFullOrBusy_KeepsTheAnswerInThePage()
    {
        foreach (var failure in new Exception[] { new LogFullException(TimeSpan.FromSeconds(9)), new LogBusyException(TimeSpan.FromSeconds(1)) })
        {
            _host.Gateway.Log.Fails = failure;
            var (status, page, response) = await PostAsync(_host.Address(), ("score", "2"), ("comment", "still here"));

            Assert.Equal(503, status);
            Assert.NotNull(response.Headers.RetryAfter);
            Assert.Contains("could not be saved right now", page, StringComparison.Ordinal);
            Assert.Contains("still here</textarea>", page, StringComparison.Ordinal);
            Assert.Contains("value=\"2\" required checked", page, StringComparison.Ordinal);
        }

        _host.Gateway.Log.Fails = null;
        Assert.Equal(200, (await PostAsync(_host.Address(), ("score", "2"), ("comment", "still here"))).Status);
        Assert.Single(_host.Log);
    }

    [Fact]
    public async Task Token_ChangedOrOfOthers_IsNotValid()
    {
        var good = _host.Address()[3..];
        var tokens = Enumerable.Range(0, good.Length).Select(i => $"{good[..i]}{(good[i] == 'A' ? 'B' : 'A')}{good[(i + 1)..]}")
            .Concat([$"{good}A", good[..^1], "x", $"{good}==", new string('A', 5_000)])
            .Append(FormSigner.Sign(FormHost.Token(), new LinkKeyRing([LinkKey.Create(1)])))
            .Append(FormSigner.Sign(FormHost.Token() with { Customer = new CustomerKey("other", new("c1")) }, _host.Public.Messages.Ring))
            .Append(_host.Public.Sign(LinkPurpose.Preferences));
        foreach (var token in tokens)
        {
            Assert.Equal(404, (await GetAsync($"/f/{token}")).Status);
        }

        var (status, page, _) = await PostAsync($"/f/{good[..^1]}", ("score", "9"));
        Assert.Equal(404, status);
        Assert.Contains("This link is not valid", page, StringComparison.Ordinal);
        Assert.Equal(404, (await GetAsync($"/p/{good}")).Status);
        Assert.Empty(_host.Log);
    }

    [Fact]
    public async Task Token_ExpiredOrFormRetired_HasExpired()
    {
        var old = FormHost.Token() with { IssuedAt = GatewayHost.Start.AddDays(-7) };
        foreach (var address in new[] { _host.Address(old), _host.Address("retired") })
        {
            var (status, page, _) = await PostAsync(address, ("score", "9"));
            Assert.Equal(410, status);
            Assert.Contains("This link has expired", page, StringComparison.Ordinal);
        }

        Assert.Equal(200, (await GetAsync(_host.Address(old with { IssuedAt = old.IssuedAt.AddMinutes(1) }))).Status);
        Assert.Empty(_host.Log);
    }

    [Fact]
    public async Task Test_Link_WorksAndRecordsNothing()
    {
        var address = _host.Address(FormHost.Token() with { IsTest = true });
        Assert.Contains("This is a test.", (await GetAsync(address)).Text, StringComparison.Ordinal);
        Assert.Contains("Thank you", (await PostAsync(address, ("score", "9"))).Text, StringComparison.Ordinal);
        Assert.Empty(_host.Log);
    }

    [Theory]
    [InlineData("pt-BR", null, "pt", "Como correu?")]
    [InlineData(null, "fr,pt;q=0.8", "pt", "Como correu?")]
    [InlineData("de", "pt", "pt", "Como correu?")]
    [InlineData("en", "pt", "en", "How was it?")]
    [InlineData(null, "xx", "en", "How was it?")]
    public async Task Language_OfCustomerElseBrowserElseFallback(string? customer, string? accept, string language, string title)
    {
        _host.Public.Put(customer);
        (string, string)[] headers = accept is null ? [] : [("Accept-Language", accept)];
        var page = (await GetAsync(_host.Address(), headers)).Text;

        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains($"<h1>{title}</h1>", page, StringComparison.Ordinal);
        Assert.Contains(language == "pt" ? "<button>Enviar</button>" : "<button>Send</button>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_InTextsAndAnswers_AreEscaped()
    {
        var get = (await GetAsync($"{_host.Address("words")}?score=\"><script>")).Text;
        var post = (await PostAsync(_host.Address("words"), ("comment", $"</textarea><script>alert(3)</script>{new string('x', 2_000)}"))).Text;
        foreach (var page in new[] { get, post })
        {
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>", page, StringComparison.Ordinal);
        }

        Assert.Contains("&lt;/textarea&gt;&lt;script&gt;alert(3)", post, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_NoForm_IsRefused()
    {
        using var json = new StringContent("{\"score\":9}", Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        Assert.Equal(400, (await _host.Public.SendAsync(HttpMethod.Post, _host.Address(), json)).Status);
        Assert.Empty(_host.Log);
    }
}
