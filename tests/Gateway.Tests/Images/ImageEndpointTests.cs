using System.Net.Http.Headers;
using System.Text.Json;
using CxOrchestrator.Gateway.Images;
using CxOrchestrator.Gateway.Tests.Links;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Images;

namespace CxOrchestrator.Gateway.Tests.Images;

public sealed class ImageEndpointTests : IAsyncLifetime
{
    private static readonly string PngId = ImageFiles.IdOf(SomeImages.Png);
    private static readonly string PngPath = $"/i/{PngId}.png";

    private PublicHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await PublicHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<(int Status, JsonElement Json)> AddAsync(byte[] file, string name = "truck.png", string type = "image/png")
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var answer = await _host.Host.Client.PostAsync($"/v1/images?name={Uri.EscapeDataString(name)}", content, Cancel);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return ((int)answer.StatusCode, document.RootElement.Clone());
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private Task<DraftSave> DraftAsync(string id, string text) => _host.Host.Get<ILifeStore>().SaveAsync(
        new StoredDraft { Document = new DocumentKey("template", id), State = DraftState.Draft, BaseVersion = 0, Text = text, EditedBy = "mara", EditedAt = GatewayHost.Start }, null, new DraftOptions(), new AuditEntry { By = "mara", Action = AuditActions.Saved }, Cancel);

    [Fact]
    public async Task Add_Image_IsListedServedAndAudited()
    {
        var (status, image) = await AddAsync(SomeImages.Png, " A truck.png ");
        Assert.Equal((201, PngId, "A truck.png", $"image:{PngId}.png", PngPath), (status, Text(image, "id"), Text(image, "name"), Text(image, "reference"), Text(image, "path")));
        Assert.Equal(("image/png", 6, 4, SomeImages.Png.Length), (Text(image, "mediaType"), image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32(), image.GetProperty("bytes").GetInt32()));

        var (_, list, _) = await _host.Host.GetAsync("/v1/images");
        Assert.Equal(PngId, Text(Assert.Single(list.GetProperty("items").EnumerateArray()), "id"));
        Assert.Equal((1, IImageStore.ImagesMax, SomeImages.Png.Length, true), (list.GetProperty("total").GetInt32(), list.GetProperty("totalMax").GetInt32(), list.GetProperty("bytes").GetInt32(), list.GetProperty("reachable").GetBoolean()));
        var detail = (await _host.Host.GetAsync($"/v1/images/{PngId}")).Json;
        Assert.Empty(detail.GetProperty("usedBy").EnumerateArray());

        var audit = await _host.Host.Get<IAuditTrail>().ListAsync(new AuditQuery { Kind = "image", Limit = 10 }, Cancel);
        Assert.Equal((AuditActions.ImageUploaded, PngId, "A truck.png"), (audit.Items.Single().Action, audit.Items.Single().Id, audit.Items.Single().Detail));
    }

    [Fact]
    public async Task Add_TheSameAgain_GivesTheImageThatIsThere()
    {
        await AddAsync(SomeImages.Png);

        var (status, image) = await AddAsync(SomeImages.Png, "other.png");

        Assert.Equal((200, "truck.png"), (status, Text(image, "name")));
        Assert.Equal(1, (await _host.Host.GetAsync("/v1/images")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Add_ContentOfAnotherType_IsKnownByItsContent()
    {
        var (status, image) = await AddAsync(SomeImages.Jpeg, "a.png", "image/png");

        Assert.Equal((201, "image/jpeg"), (status, Text(image, "mediaType")));
        Assert.EndsWith(".jpg", Text(image, "path"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_WhatIsNoImageOrTooLarge_IsRefusedWithItsCure()
    {
        var (status, problem) = await AddAsync("<svg/>"u8.ToArray());
        Assert.Equal((422, "urn:cx:problem:image-unreadable"), (status, Text(problem, "type")));
        Assert.Contains("SVG", Text(problem, "detail"), StringComparison.Ordinal);

        (status, problem) = await AddAsync(SomeImages.PngOf(6, 4, IImageStore.BytesMax));
        Assert.Equal((413, "urn:cx:problem:too-large"), (status, Text(problem, "type")));
        Assert.Equal("An image has at most 1 MB (1,048,576 bytes).", Text(problem, "detail"));

        Assert.Equal(415, (await AddAsync(SomeImages.Png, type: "text/html")).Status);
        (status, problem) = await AddAsync(SomeImages.Png, new string('x', 201));
        Assert.Equal((400, "name"), (status, Text(problem.GetProperty("errors")[0], "pointer")));
        Assert.Equal(0, (await _host.Host.GetAsync("/v1/images")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Add_BeyondTheBound_SaysWhichItIs()
    {
        var store = _host.Host.Get<IImageStore>();
        for (var i = 0; i < IImageStore.ImagesMax; i++)
        {
            await store.AddAsync(
                new StoredImage { Id = $"{i:x32}", Name = "x", MediaType = "image/png", Width = 1, Height = 1, Length = 1, UploadedBy = "mara", UploadedAt = GatewayHost.Start },
                new byte[1], new AuditEntry { By = "mara", Action = AuditActions.ImageUploaded }, Cancel);
        }

        var (status, problem) = await AddAsync(SomeImages.Png);

        Assert.Equal((409, "urn:cx:problem:images-full", "There are 500 images, as many as there can be."), (status, Text(problem, "type"), Text(problem, "detail")));
    }

    [Fact]
    public async Task List_Pages_FollowEachOther()
    {
        await AddAsync(SomeImages.Png);
        await AddAsync(SomeImages.Jpeg, "b.jpg");
        await AddAsync(SomeImages.Gif, "c.gif");

        var first = (await _host.Host.GetAsync("/v1/images?limit=2")).Json;
        var second = (await _host.Host.GetAsync($"/v1/images?limit=2&cursor={Text(first, "next")}")).Json;

        Assert.Equal(["c.gif", "b.jpg"], first.GetProperty("items").EnumerateArray().Select(i => Text(i, "name")));
        Assert.Equal(["truck.png"], second.GetProperty("items").EnumerateArray().Select(i => Text(i, "name")));
        Assert.Equal(400, (await _host.Host.GetAsync("/v1/images?cursor=x")).Status);
        Assert.Equal(400, (await _host.Host.GetAsync("/v1/images?limit=0")).Status);
    }

    [Fact]
    public async Task Remove_ImageInADraft_IsRefusedUntilTheDraftLetsGo()
    {
        await AddAsync(SomeImages.Png);
        await DraftAsync("hello", $"kind: template\n# image:{PngId}.png");

        var (status, problem, _) = await _host.Host.SendAsync(HttpMethod.Delete, $"/v1/images/{PngId}");
        Assert.Equal((409, "urn:cx:problem:image-used", "It is used by the draft of template hello."), (status, Text(problem, "type"), Text(problem, "detail")));
        var use = Assert.Single((await _host.Host.GetAsync($"/v1/images/{PngId}")).Json.GetProperty("usedBy").EnumerateArray());
        Assert.Equal(("hello", true), (Text(use, "id"), use.GetProperty("draft").GetBoolean()));

        var life = _host.Host.Get<ILifeStore>();
        var draft = await life.DraftAsync(new DocumentKey("template", "hello"), Cancel);
        await life.DiscardAsync(draft!.Document, draft.Revision, new AuditEntry { By = "mara", Action = AuditActions.Discarded }, Cancel);
        Assert.Equal(204, (await _host.Host.SendAsync(HttpMethod.Delete, $"/v1/images/{PngId}")).Status);
    }

    [Fact]
    public async Task Remove_ImageInAPublishedTemplate_IsRefused()
    {
        await AddAsync(SomeImages.Png);
        await _host.Host.Get<IDefinitionStore>().PublishAsync(
            0, [new StoredDocument { Kind = "template", Id = "hi", Version = 1, File = "hi.yaml", Text = $"source: image:{PngId}.png" }], "test", Cancel);

        var (status, problem, _) = await _host.Host.SendAsync(HttpMethod.Delete, $"/v1/images/{PngId}");

        Assert.Equal((409, "It is used by template hi."), (status, Text(problem, "detail")));
    }

    [Fact]
    public async Task Remove_ServedImage_IsGoneAtOnceAndUnknownAfterwards()
    {
        await AddAsync(SomeImages.Png);
        Assert.Equal(200, (await _host.GetAsync(PngPath)).Status);

        Assert.Equal(204, (await _host.Host.SendAsync(HttpMethod.Delete, $"/v1/images/{PngId}")).Status);

        Assert.Equal(404, (await _host.GetAsync(PngPath)).Status);
        Assert.Equal(404, (await _host.Host.SendAsync(HttpMethod.Delete, $"/v1/images/{PngId}")).Status);
        Assert.Equal(404, (await _host.Host.GetAsync($"/v1/images/{PngId}")).Status);
    }

    [Fact]
    public async Task Image_Served_CannotRunAndIsKeptForever()
    {
        await AddAsync(SomeImages.Png);

        var (status, _, answer) = await _host.GetAsync(PngPath);

        Assert.Equal((200, "image/png", $"\"{PngId}\""), (status, answer.Content.Headers.ContentType?.ToString(), answer.Headers.ETag?.ToString()));
        Assert.Equal(SomeImages.Png, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", answer.Headers.GetValues("Cache-Control")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("cross-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Image_AskedAgainOrByItsHeadOrFromElsewhere_IsAnswered()
    {
        await AddAsync(SomeImages.Png);

        var (status, text, _) = await _host.GetAsync(PngPath, ("If-None-Match", $"\"{PngId}\""));
        Assert.Equal((304, ""), (status, text));
        var (head, body, answer) = await _host.SendAsync(HttpMethod.Head, PngPath);
        Assert.Equal((200, "", SomeImages.Png.Length), (head, body, (int)answer.Content.Headers.ContentLength!.Value));
        Assert.Equal(200, (await _host.GetAsync(PngPath, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Dest", "image"))).Status);
    }

    [Theory]
    [InlineData("x.png")]
    [InlineData("00000000000000000000000000000000.png")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    public async Task Image_Unknown_IsNotFoundAndNotKept(string file)
    {
        var (status, _, answer) = await _host.GetAsync($"/i/{file}");

        Assert.Equal(404, status);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Image_WithAnotherExtension_IsNotFound()
    {
        await AddAsync(SomeImages.Png);

        Assert.Equal(404, (await _host.GetAsync($"/i/{PngId}.gif")).Status);
        Assert.Equal(404, (await _host.GetAsync($"/i/{PngId.ToUpperInvariant()}.png")).Status);
    }
}
