using System.Xml.Linq;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Keys of session cookies in the store: every gateway reads what another one wrote, and a restart ends no session.</summary>
internal sealed class StoredKeys(IProtectionKeys keys) : IXmlRepository
{
    // Asked a few times a day, on threads that may wait: the interface knows no tasks.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. keys.AllAsync(CancellationToken.None).GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) =>
        keys.AddAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();
}
