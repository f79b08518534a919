namespace CxOrchestrator.Storage.Images;

/// <summary>The bytes of an image and what they are.</summary>
/// <param name="MediaType">As <see cref="StoredImage.MediaType"/>.</param>
/// <param name="Bytes">All of them.</param>
public sealed record ImageContent(string MediaType, byte[] Bytes);
