using CxOrchestrator.Channels.Links;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Tests.Links;

public sealed class LinksOptionsTests
{
    private static LinksOptions Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLinks().AddLinks().BuildServiceProvider().GetRequiredService<IOptions<LinksOptions>>().Value;
    }

    [Theory]
    [InlineData("https://news.example", "https://news.example/")]
    [InlineData("https://news.example/mail/", "https://news.example/mail/")]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [InlineData("", null)]
    public void Address_Allowed_EndsWithASlash(string address, string? expected) => Assert.Equal(expected, Read(("Links:PublicAddress", address)).Address?.AbsoluteUri);

    [Theory]
    [InlineData("http://news.example")]
    [InlineData("news.example")]
    [InlineData("https://user:secret@news.example")]
    [InlineData("https://news.example?a=b")]
    [InlineData("https://news.example#a")]
    [InlineData(" https://news.example")]
    [InlineData("ftp://news.example")]
    public void Address_Other_IsRefusedWithItsName(string address)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Read(("Links:PublicAddress", address)));
        Assert.Contains("Links:PublicAddress must be like https://news.example.com", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_TooLong_IsRefused() => Assert.Throws<OptionsValidationException>(() => Read(("Links:Name", new string('x', 101))));

    [Fact]
    public void Defaults_Track_PromotionsOnly()
    {
        var options = Read();
        Assert.True(options is { Track: true, TrackService: false, PixelOpens: true, Address: null });
    }
}
