namespace CxOrchestrator.Sources.Tests;

/// <summary>Recorded deliveries.</summary>
internal static class Payload
{
    public static string Read(string name)
    {
        using var stream = typeof(Payload).Assembly.GetManifestResourceStream($"payloads/{name}.json") ?? throw new ArgumentException($"No payload {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
