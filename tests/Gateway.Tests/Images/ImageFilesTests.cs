using System.Text;
using CxOrchestrator.Gateway.Images;

namespace CxOrchestrator.Gateway.Tests.Images;

public sealed class ImageFilesTests
{
    public static TheoryData<string> Names { get; } = new(All.Keys);

    private static Dictionary<string, (byte[] File, ImageShape Shape)> All => new()
    {
        ["png"] = (SomeImages.Png, new("image/png", 6, 4)),
        ["jpeg"] = (SomeImages.Jpeg, new("image/jpeg", 6, 4)),
        ["gif"] = (SomeImages.Gif, new("image/gif", 1, 1)),
        ["lossy webp"] = (SomeImages.WebpLossy, new("image/webp", 6, 4)),
        ["lossless webp"] = (SomeImages.WebpLossless, new("image/webp", 6, 4)),
        ["webp with transparency"] = (SomeImages.WebpCanvas, new("image/webp", 6, 4)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Image_GivesItsTypeAndSize(string name) => Assert.Equal((All[name].Shape, null), ImageFiles.Read(All[name].File));

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_FileCutAnywhere_IsRefused(string name)
    {
        var file = All[name].File;
        for (var length = 0; length < file.Length; length++)
        {
            var (shape, problem) = ImageFiles.Read(file.AsSpan(0, length));
            Assert.True(shape is null && problem is not null, $"{name} of {length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_AnyByteChanged_NeverFails(string name)
    {
        var file = All[name].File;
        for (var at = 0; at < file.Length; at++)
        {
            foreach (var value in (ReadOnlySpan<byte>)[0, 1, 0x7F, 0x80, 0xD8, 0xFF])
            {
                var changed = (byte[])file.Clone();
                changed[at] = value;
                var (shape, problem) = ImageFiles.Read(changed);
                Assert.True(shape is null != problem is null);
                Assert.True(shape is not { } read || (read.Width is > 0 and <= ImageFiles.PixelsMax && read.Height is > 0 and <= ImageFiles.PixelsMax));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("BM")]
    [InlineData("RIFF\u0010\0\0\0WAVEfmt ")]
    [InlineData("%PDF-1.7")]
    public void Read_OtherFormats_AreRefusedByName(string content)
    {
        var (shape, problem) = ImageFiles.Read(Encoding.Latin1.GetBytes(content));

        Assert.Null(shape);
        Assert.StartsWith("The file is no PNG, JPEG, GIF or WebP image.", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SignatureAlone_IsDamaged()
    {
        byte[] html = [.. SomeImages.Png.AsSpan(0, 8), .. "<script>alert(1)</script>"u8];

        Assert.StartsWith("The PNG file is damaged or incomplete.", ImageFiles.Read(html).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4000, 4000, null)]
    [InlineData(4001, 10, "The image has 4001 by 10 pixels; the most are 4,000")]
    [InlineData(10, 2147483647, "The image has 10 by 2147483647 pixels; the most are 4,000")]
    [InlineData(-1, 10, "The image has 2147483647 by 10 pixels; the most are 4,000")]
    [InlineData(0, 10, "The image has no pixels.")]
    public void Read_Size_IsBounded(int width, int height, string? problem)
    {
        var read = ImageFiles.Read(SomeImages.PngOf(width, height));

        Assert.Equal(problem is null, read.Problem is null);
        Assert.StartsWith(problem ?? "", read.Problem ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void IdOf_Bytes_IsTheSameForTheSameAndOtherForOthers()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223", ImageFiles.IdOf("abc"u8));
        Assert.NotEqual(ImageFiles.IdOf(SomeImages.Png), ImageFiles.IdOf(SomeImages.PngOf(7, 4)));
    }
}
