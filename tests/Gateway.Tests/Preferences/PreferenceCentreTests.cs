using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Preferences;
using CxOrchestrator.Gateway.Tests.Links;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Tests.Preferences;

public sealed partial class PreferenceCentreTests : IAsyncLifetime
{
    private static readonly CustomerKey Customer = CustomerKey.For(new("c1"));

    private PublicHost _host = null!;
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        _host = await PublicHost.StartAsync();
        _address = $"/p/{_host.Sign(LinkPurpose.Preferences)}";
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static NamedValue Consent(string name, bool agreed) => new(name, Rules.Touchpoints.Scalar.Of(agreed));

    private static IEnumerable<string> Ticked(string page) => Checked().Matches(page).Select(m => m.Groups[1].Value);

    private Task<(int Status, string Text, HttpResponseMessage Response)> SaveAsync(params string[] on) =>
        _host.PostAsync(_address, [("do", "save"), ("n", "1"), ("shown", "email"), ("shown", "sms"), .. on.Select(o => ("on", o))]);

    private ImmutableArray<(string, string?, bool?)> Statements() =>
        [.. _host.Log.SelectMany(t => ConsentStatement.Of(t)).Select(s => (s.Channel, s.Purpose, s.Agreed))];

    [Fact]
    public async Task Page_ChannelsOfPoliciesAndConsent_AreShownAsTheyAre()
    {
        _host.Put(consent: [Consent("sms.promotion", true), Consent("all", true), Consent("push", false)]);
        var page = (await _host.GetAsync(_address)).Text;
        Assert.Equal(["email", "push", "sms"], Shown().Matches(page).Select(m => m.Groups[1].Value));
        Assert.Equal(["email.service", "email.promotion", "sms.service", "sms.promotion", "tracking"], Ticked(page));
        Assert.Contains("<h1>Your preferences</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Greenhouse", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NothingSaid_HasServiceMessagesOnly()
    {
        _host.Put();
        Assert.Equal(["email.service", "tracking"], Ticked((await _host.GetAsync(_address)).Text));
    }

    [Fact]
    public async Task Page_NeedsNoScript()
    {
        var page = (await _host.GetAsync(_address)).Text;
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("\\son[a-z]+=", page);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_Address_IsMasked()
    {
        _host.Put(email: "ann.miller@example.org");
        var page = (await _host.GetAsync(_address)).Text;
        Assert.Contains("For a•••@e•••.org", page, StringComparison.Ordinal);
        Assert.DoesNotContain("miller", page, StringComparison.Ordinal);
        Assert.DoesNotContain("c1", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ann@example.org", "a•••@e•••.org")]
    [InlineData("a@b.co.uk", "a•••@b•••.uk")]
    [InlineData("\"a@b\"@c.example", "\"•••@c•••.example")]
    [InlineData("ann@localhost", null)]
    [InlineData("@example.org", null)]
    [InlineData("ann", null)]
    [InlineData(null, null)]
    public void MaskedAddress_Of_ShowsLittle(string? address, string? masked) => Assert.Equal(masked, MaskedAddress.Of(address));

    [Fact]
    public async Task Page_ScriptInAFieldOrAName_IsEscaped()
    {
        await using var host = await PublicHost.StartAsync(("Links:Name", "<script>alert(1)</script>"));
        host.Put(email: "\"><script>@x.example", consent: [Consent("\"><script>alert(2)</script>", true)]);
        var address = $"/p/{host.Sign(LinkPurpose.Preferences)}";
        foreach (var page in new[] { (await host.GetAsync(address)).Text, (await host.PostAsync(address, ("do", "save"), ("n", "<script>"), ("shown", "<script>"), ("on", "\"><script>"))).Text })
        {
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Save_Changes_StatesJustThese()
    {
        _host.Put(consent: [Consent("email.promotion", true), Consent("sms", false)]);
        var (status, text, _) = await SaveAsync("email.service", "sms.service", "sms.promotion");
        Assert.Equal(200, status);
        Assert.Equal([("email", "promotion", false), ("sms", "promotion", true), ("sms", "service", true), ("tracking", null, false)], Statements().Order());
        Assert.Contains("Your preferences are saved.", text, StringComparison.Ordinal);
        Assert.Contains("<li>Email, Offers and news: off</li>", text, StringComparison.Ordinal);
        Assert.Contains("<li>Text message, Service messages: on</li>", text, StringComparison.Ordinal);
        Assert.Equal(["email.service", "sms.service", "sms.promotion"], Ticked(text));
    }

    [Fact]
    public async Task Save_NothingChanged_StatesNothing()
    {
        _host.Put(consent: [Consent("sms.promotion", true)]);
        Assert.Contains("Nothing was changed.", (await SaveAsync("email.service", "sms.service", "sms.promotion", "tracking")).Text, StringComparison.Ordinal);
        Assert.Empty(_host.Log);
    }

    [Fact]
    public async Task Save_DoubleClick_IsOneStatement()
    {
        _host.Put(consent: [Consent("sms", true)]);
        await Task.WhenAll(SaveAsync("email.service", "tracking"), SaveAsync("email.service", "tracking"));
        Assert.Equal(2, _host.Log.Count);
        Assert.Single(_host.Log.Select(t => t.Identity).Distinct());
    }

    [Fact]
    public async Task Save_OtherChoiceOnTheSamePage_IsAnotherStatement()
    {
        _host.Put(consent: [Consent("sms", true)]);
        await SaveAsync("email.service", "tracking");
        await SaveAsync("email.service", "email.promotion", "tracking");
        Assert.Equal(2, _host.Log.Select(t => t.Identity).Distinct().Count());
    }

    [Fact]
    public async Task Save_ChannelTheFormDidNotHave_StaysAsItIs()
    {
        _host.Put(consent: [Consent("push", true)]);
        await SaveAsync("email.service", "push.promotion", "fax.promotion", "tracking");
        Assert.Empty(_host.Log);
    }

    [Fact]
    public async Task Save_ClosedChannelIsTurnedOn_IsOpenedAndEveryAnswerStated()
    {
        _host.Host.Store.Put(
            CustomerState.For(new("c1")) with
            {
                Sequence = 5,
                Profile = new Profile { Consent = AttributeSet.Of(Consent("email.promotion", true)) },
                Suppressions = [new Suppression { Channel = Suppression.AllChannels, Reason = "unsubscribed", By = "x", At = GatewayHost.Start.AddDays(-1) }],
            },
            atRisk: false);
        Assert.Equal(["tracking"], Ticked((await _host.GetAsync(_address)).Text));

        await SaveAsync("email.service", "tracking");
        Assert.Equal(["customer.updated", "channel.restored"], _host.Log.Select(t => t.Type));
        Assert.Equal([("email", "promotion", false), ("email", "service", true)], Statements().Where(s => s.Item2 is not null).Order());
    }

    [Fact]
    public async Task None_Button_UnsubscribesFromEveryChannel()
    {
        _host.Put(consent: [Consent("sms", true)]);
        var text = (await _host.PostAsync(_address, ("do", "none"), ("n", "1"))).Text;
        Assert.Contains("You are unsubscribed from everything.", text, StringComparison.Ordinal);
        Assert.Equal(["tracking"], Ticked(text));
        Assert.Equal([("all", null, false)], Statements());
    }

    [Fact]
    public async Task Pause_Button_SuppressesForThirtyDaysAndCanBeEnded()
    {
        var text = (await _host.PostAsync(_address, ("do", "pause"))).Text;
        Assert.Contains("All messages are paused until 2 April 2026.", text, StringComparison.Ordinal);
        Assert.Equal(GatewayHost.Start.AddDays(30), _host.Host.Operators.Suppressions[Customer].Until);
        Assert.Contains("value=\"resume\"", text, StringComparison.Ordinal);

        Assert.Contains("Messages are no longer paused.", (await _host.PostAsync(_address, ("do", "resume"))).Text, StringComparison.Ordinal);
        Assert.Null(_host.Host.Operators.Suppressions[Customer].Until);
        Assert.Empty(_host.Log);
    }

    [Fact]
    public async Task Pause_SetByAnOperator_IsNeitherShortenedNorEnded()
    {
        var until = GatewayHost.Start.AddDays(90);
        await _host.Host.Get<IGuardSwitches>().SetSuppressionAsync(Customer, until, "operator", null, 0, TestContext.Current.CancellationToken);
        await _host.PostAsync(_address, ("do", "pause"));
        var text = (await _host.PostAsync(_address, ("do", "resume"))).Text;
        Assert.Equal(until, _host.Host.Operators.Suppressions[Customer].Until);
        Assert.DoesNotContain("value=\"resume\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LinkPurpose.Link)]
    [InlineData(LinkPurpose.Open)]
    [InlineData(LinkPurpose.Unsubscribe)]
    public async Task Centre_TokenOfAnotherPurpose_IsRefused(LinkPurpose purpose)
    {
        var token = _host.Sign(purpose, purpose == LinkPurpose.Link ? "https://a.example/" : null);
        Assert.Equal(404, (await _host.GetAsync($"/p/{token}")).Status);
        Assert.Equal(404, (await _host.PostAsync($"/p/{token}", ("do", "none"))).Status);
        Assert.Empty(_host.Log);
    }

    [Theory]
    [InlineData("")]
    [InlineData("erase")]
    public async Task Post_UnknownButton_Is400AndChangesNothing(string button)
    {
        Assert.Equal(400, (await _host.PostAsync(_address, ("do", button))).Status);
        Assert.Empty(_host.Log);
    }

    [Fact]
    public void Languages_All_HaveEveryText()
    {
        var strings = typeof(PreferenceTexts).GetProperties().Where(p => p.PropertyType == typeof(string)).ToList();
        Assert.Equal(5, PreferenceLanguages.All.Length);
        Assert.All(PreferenceLanguages.All, texts =>
        {
            Assert.All(strings, p => Assert.NotEmpty((string)p.GetValue(texts)!));
            Assert.All(strings, p => Assert.Equal(((string)p.GetValue(PreferenceLanguages.All[0])!).Contains("{0}", StringComparison.Ordinal), ((string)p.GetValue(texts)!).Contains("{0}", StringComparison.Ordinal)));
            Assert.Equal(12, texts.Months.Length);
        });
    }

    [Theory]
    [InlineData("en", "email", "email")]
    [InlineData("de", "email", "E-Mail")]
    [InlineData("en", "sms", "text message")]
    [InlineData("fr", "sms", "SMS")]
    [InlineData("en", "whatsapp", "WhatsApp")]
    [InlineData("en", "carrierPigeon", "CarrierPigeon")]
    public void ChannelWithin_Name_IsWrittenAsInASentence(string language, string channel, string name) =>
        Assert.Equal(name, PreferenceLanguages.For(language, null).ChannelWithin(channel));

    [GeneratedRegex("value=\"([^\"]*)\" checked")]
    private static partial Regex Checked();

    [GeneratedRegex("name=\"shown\" value=\"([^\"]*)\"")]
    private static partial Regex Shown();
}
