using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CxOrchestrator.Storage.Protection;

/// <summary>Keys of session cookies and secrets in the store: every process reads what another one wrote, and a restart ends no session.</summary>
internal sealed class StoredKeys(IProtectionKeys keys) : IXmlRepository
{
    private const string Decryptor = "decryptorType";

    // Asked a few times a day, on threads that may wait: the interface knows no tasks.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. keys.AllAsync(CancellationToken.None).GetAwaiter().GetResult().Select(xml => Readable(XElement.Parse(xml)))];

    public void StoreElement(XElement element, string friendlyName) =>
        keys.AddAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting), CancellationToken.None).GetAwaiter().GetResult();

    // Keys name the type that decrypts them; earlier versions had it in another assembly.
    private static XElement Readable(XElement key)
    {
        foreach (var name in key.DescendantsAndSelf().Attributes(Decryptor).Where(a => a.Value.Contains($".{nameof(KeyFileDecryptor)},", StringComparison.Ordinal)))
        {
            name.Value = typeof(KeyFileDecryptor).AssemblyQualifiedName!;
        }

        return key;
    }
}
