using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Storage.Protection;

/// <summary>Encrypts keys before they are stored.</summary>
internal sealed class KeyFileEncryptor(KeyFileSecrets secrets) : IXmlEncryptor
{
    internal const string Element = "sealedKey";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement(Element, secrets.Encrypt(plaintextElement.ToString(SaveOptions.DisableFormatting))), typeof(KeyFileDecryptor));
}

/// <summary>Named in the stored keys; made by the framework, which knows no other constructor.</summary>
internal sealed class KeyFileDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(services.GetRequiredService<KeyFileSecrets>().Decrypt(encryptedElement.Value));
}
