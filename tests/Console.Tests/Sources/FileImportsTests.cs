using Bunit;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Sources.Files;
using CxOrchestrator.Console.Shared;
using CxOrchestrator.Console.Sources;
using CxOrchestrator.Console.Toasting;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Console.Tests.Sources;

/// <summary>Files of a source, from choosing one to its rejected rows.</summary>
public sealed class FileImportsTests : BunitContext
{
    private readonly FakeImports _gateway = new();

    public FileImportsTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        Services.AddSingleton<Browser>();
        Services.AddSingleton<Toasts>();
        Services.AddSingleton(_gateway.Client());
        ComponentFactories.AddStub<TimeAgo>();
    }

    [Fact]
    public void Sheet_FileChosen_ShowsItsColumnsAndErrorsAndStarts()
    {
        _gateway.Preview = new FilePreviewView
        {
            Columns = [new FileColumnView { Name = "order", Type = "text", Examples = ["007"] }],
            Rows = [new FileRowView { Row = 1, Events = [] }, new FileRowView { Row = 2, Problem = "The row has 1 field, and the header 2.", Events = [] }],
            Proposal = "kind: source\nid: orders\n",
        };
        FileImportView? started = null;
        var sheet = Render<ImportSheet>(p => p.Add(c => c.Id, "shop").Add(c => c.OnStarted, i => started = i));
        Assert.True(sheet.Find("[data-confirms=import-file]").HasAttribute("disabled"));

        sheet.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(new byte[2 << 20], "orders.csv"));

        sheet.WaitForAssertion(() => Assert.Contains("The first 2 rows become 0 touchpoints; 1 cannot.", sheet.Find("[data-testid=file-preview]").TextContent, StringComparison.Ordinal));
        Assert.Contains("Row 2: The row has 1 field, and the header 2.", sheet.Find("[data-testid=file-preview]").TextContent, StringComparison.Ordinal);
        Assert.Contains("007", sheet.Find("[data-testid=file-preview]").TextContent, StringComparison.Ordinal);
        sheet.Find("[data-confirms=import-file]").Click();
        sheet.WaitForAssertion(() => Assert.Equal("waiting", started?.State));
        Assert.Equal(["POST /v1/sources/shop/files/preview?name=orders.csv&part=true 1048576", "POST /v1/sources/shop/files?name=orders.csv 2097152"], _gateway.Asked);
    }

    [Fact]
    public void List_Imports_ShowTheirCountsAndRejectedRows()
    {
        _gateway.Imports.AddRange([FakeImports.Import("a", "running"), FakeImports.Import("b", "done")]);
        var list = Render<FileImports>(p => p.Add(c => c.Id, "shop").Add(c => c.Me, (MeView?)null));

        list.WaitForAssertion(() => Assert.Equal(2, list.FindAll("[data-testid=file-imports] details").Count));
        Assert.Contains("1,500 rows, 1,490 touchpoints, 10 rejected", list.Find("[data-testid=file-imports] summary").TextContent, StringComparison.Ordinal);
        list.FindAll("[data-testid=file-imports] details")[1].TriggerEvent("ontoggle", EventArgs.Empty);
        list.WaitForAssertion(() => Assert.Contains("The row has 1 field, and the header 2.", list.Markup, StringComparison.Ordinal));
        Assert.Single(list.FindAll("button"), b => b.TextContent == "Cancel import");
    }
}
