using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;

namespace CxOrchestrator.Cli.Push;

/// <summary><c>cx vapid</c>: makes the key of a Web Push connection.</summary>
internal static class VapidCommand
{
    private const byte Uncompressed = 4;

    public static Command Create()
    {
        var command = new Command("vapid", "Make a VAPID key for a connection with Web Push. Enter the private key in the connection; browsers subscribe with the public one.");
        command.SetAction(_ => Run(Console.Out));
        return command;
    }

    /// <summary>Writes a new pair, each key in base64url: the private one has 43 characters, the public one 87.</summary>
    public static int Run(TextWriter output)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = pair.ExportParameters(includePrivateParameters: true);
        output.WriteLine($"private key  {Base64Url.EncodeToString(key.D)}");
        output.WriteLine($"public key   {Base64Url.EncodeToString([Uncompressed, .. key.Q.X!, .. key.Q.Y!])}");
        return ExitCodes.Done;
    }
}
