namespace CxOrchestrator.Storage;

/// <summary>Where documents come from, in words that are stored with them.</summary>
public static class DocumentOrigins
{
    private const string FolderPrefix = "folder ";
    private const string PublishedPrefix = "published by ";

    public static string Folder(string path) => FolderPrefix + path;

    public static string Pack(string name) => $"{name} pack";

    public static string Published(string by) => PublishedPrefix + by;

    /// <summary>A watched folder is its home: it is edited there.</summary>
    public static bool IsFolder(string? origin) => origin?.StartsWith(FolderPrefix, StringComparison.Ordinal) == true;

    /// <summary>Somebody published it here: an import of other documents leaves it published.</summary>
    public static bool IsPublished(string? origin) => origin?.StartsWith(PublishedPrefix, StringComparison.Ordinal) == true;
}
