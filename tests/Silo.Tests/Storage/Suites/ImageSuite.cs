using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Images;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Images that marketers uploaded.</summary>
public abstract class ImageSuite : StoreSuite
{
    private static readonly AuditEntry Upload = new() { By = "mara", Action = AuditActions.ImageUploaded, Kind = "image", Id = "i" };

    private IImageStore Images => Store.Services.GetRequiredService<IImageStore>();

    private StoredImage Image(int number, int length = 3) => new()
    {
        Id = $"{number:x32}",
        Name = $"image {number}.png",
        MediaType = "image/png",
        Width = 600,
        Height = 20,
        Length = length,
        UploadedBy = "mara",
        UploadedAt = Store.Clock.GetUtcNow(),
    };

    [Fact]
    public async Task Add_Image_IsReadUntilItIsRemovedAndBothAreAudited()
    {
        byte[] bytes = [1, 0, 255];
        Assert.Equal(ImageAdd.Added, await Images.AddAsync(Image(1), bytes, Upload, None));
        await Store.ReopenAsync();

        Assert.Equal(Image(1), await Images.FindAsync(Image(1).Id, None));
        var content = await Images.ReadAsync(Image(1).Id, None);
        Assert.Equal("image/png", content!.MediaType);
        Assert.Equal(bytes, content.Bytes);
        Assert.Equal(new ImageFigures(1, 3), await Images.FiguresAsync(None));

        Assert.True(await Images.RemoveAsync(Image(1).Id, Upload with { By = "olga", Action = AuditActions.ImageRemoved }, None));
        Assert.False(await Images.RemoveAsync(Image(1).Id, Upload with { By = "olga", Action = AuditActions.ImageRemoved }, None));
        Assert.Null(await Images.FindAsync(Image(1).Id, None));
        Assert.Null(await Images.ReadAsync(Image(1).Id, None));
        Assert.Equal(["olga", "mara"], (await Store.Audit.ListAsync(new AuditQuery(), None)).Items.Select(e => e.By));
    }

    [Fact]
    public async Task Add_TheSameAgain_KeepsTheFirst()
    {
        await Images.AddAsync(Image(1), new byte[3], Upload, None);

        Assert.Equal(ImageAdd.Known, await Images.AddAsync(Image(1) with { Name = "other.png" }, new byte[3], Upload, None));

        Assert.Equal("image 1.png", (await Images.FindAsync(Image(1).Id, None))!.Name);
        Assert.Single((await Store.Audit.ListAsync(new AuditQuery(), None)).Items);
    }

    [Fact]
    public async Task List_Images_AreNewestFirstAndPaged()
    {
        for (var i = 1; i <= 5; i++)
        {
            await Images.AddAsync(Image(i), new byte[3], Upload, None);
        }

        var (first, next) = await Images.ListAsync(null, 3, None);
        var (second, end) = await Images.ListAsync(next, 3, None);

        Assert.Equal([Image(5), Image(4), Image(3)], first);
        Assert.Equal([Image(2), Image(1)], second);
        Assert.Null(end);
        await Assert.ThrowsAsync<ArgumentException>(() => Images.ListAsync("x", 3, None));
    }

    [Fact]
    public async Task Add_BeyondTheNumber_IsRefusedUntilOneIsRemoved()
    {
        for (var i = 0; i < IImageStore.ImagesMax; i++)
        {
            Assert.Equal(ImageAdd.Added, await Images.AddAsync(Image(i), new byte[1], Upload, None));
        }

        Assert.Equal(ImageAdd.TooMany, await Images.AddAsync(Image(1000), new byte[1], Upload, None));
        Assert.Equal(ImageAdd.Known, await Images.AddAsync(Image(7), new byte[1], Upload, None));
        await Images.RemoveAsync(Image(7).Id, Upload, None);
        Assert.Equal(ImageAdd.Added, await Images.AddAsync(Image(1000), new byte[1], Upload, None));
    }

    [Fact]
    public async Task Add_BeyondTheBytes_IsRefused()
    {
        const int large = (int)(IImageStore.TotalBytesMax / 4);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(ImageAdd.Added, await Images.AddAsync(Image(i, large), new byte[large], Upload, None));
        }

        Assert.Equal(ImageAdd.NoRoom, await Images.AddAsync(Image(9), new byte[1], Upload, None));
        Assert.Equal(new ImageFigures(4, IImageStore.TotalBytesMax), await Images.FiguresAsync(None));
    }

    [Fact]
    public async Task Add_TheLastTwiceAtOnce_TakesOne()
    {
        for (var i = 1; i < IImageStore.ImagesMax; i++)
        {
            await Images.AddAsync(Image(i), new byte[1], Upload, None);
        }

        var added = await Task.WhenAll(Enumerable.Range(1000, 4).Select(i => Images.AddAsync(Image(i), new byte[1], Upload, None)));

        Assert.Equal(1, added.Count(a => a == ImageAdd.Added));
    }
}
