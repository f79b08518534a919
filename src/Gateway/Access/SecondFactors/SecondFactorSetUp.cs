namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>A new secret, as it is shown to its owner once.</summary>
/// <param name="Secret">In groups of four, to be typed.</param>
/// <param name="Uri">For apps on the same device.</param>
/// <param name="Svg">The address as a QR code, to be scanned.</param>
/// <param name="Pending">Comes back with the first code.</param>
internal sealed record SecondFactorSetUp(string Secret, string Uri, string Svg, string Pending);
