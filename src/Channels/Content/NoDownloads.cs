using PreMailer.Net.Downloaders;

namespace CxOrchestrator.Channels.Content;

/// <summary>Style sheets of other addresses are not fetched: a text could make this machine ask any address for one.</summary>
internal sealed class NoDownloads : IWebDownloader
{
    public string DownloadString(Uri uri) => "";
}
