namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>The server opens a folder for reading only, so nothing in it can be marked.</summary>
internal sealed class ReadOnlyFolderException(string folder) : IOException($"The folder {folder} can only be read.")
{
    public string Folder => folder;
}
