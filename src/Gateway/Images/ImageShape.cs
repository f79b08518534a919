namespace CxOrchestrator.Gateway.Images;

/// <summary>What a file says of itself.</summary>
/// <param name="MediaType">Of its content.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal readonly record struct ImageShape(string MediaType, int Width, int Height);
