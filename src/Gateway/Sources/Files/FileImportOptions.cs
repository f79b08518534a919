using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Sources.Files;

/// <summary>Files that become touchpoints.</summary>
public sealed class FileImportOptions
{
    public const string Section = "Sources";

    /// <summary>Folder whose files are imported, in embedded mode: FOLDER/CONNECTION/FILE. Each is moved to done or failed beside it. Default: none.</summary>
    public string? Folder { get; set; }

    /// <summary>Most bytes of a file. It is kept in the database until its import ends. Default: 1 GiB.</summary>
    [Range(1L << 20, 1L << 36)]
    public long FileBytesMax { get; set; } = 1L << 30;

    /// <summary>Most uploads under way at a time; a further one is refused. Default: 2.</summary>
    [Range(1, 100)]
    public int UploadsMax { get; set; } = 2;
}

[OptionsValidator]
internal sealed partial class FileImportOptionsValidator : IValidateOptions<FileImportOptions>;
