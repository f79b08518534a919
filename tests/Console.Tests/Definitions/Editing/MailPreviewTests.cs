using Bunit;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Console.Definitions.Editing;

namespace CxOrchestrator.Console.Tests.Definitions.Editing;

public sealed class MailPreviewTests : BunitContext
{
    private static readonly FilledText Mail = new() { Kind = "template", Language = "de", Chosen = true, Format = "html", Text = "<p>Hallo</p>", Plain = "Hallo" };

    private string[] Looks(string view) =>
        [.. Render<MailPreview>(p => p.Add(c => c.Text, Mail).Add(c => c.View, view)).FindAll(".mail-look").Select(l => l.QuerySelector(".words")?.TextContent ?? l.QuerySelector(".mail-view")!.ClassList[1])];

    [Fact]
    public void Views_SideBySide_ShowsEachLookOnce() => Assert.Equal(["light", "dark", "phone", "Hallo"], Looks("all"));

    [Theory]
    [InlineData("light", "light")]
    [InlineData("dark", "dark")]
    [InlineData("phone", "phone")]
    [InlineData("text", "Hallo")]
    public void Views_One_ShowsThatAlone(string view, string look) => Assert.Equal([look], Looks(view));
}
