namespace CxOrchestrator.EndToEnd.Processes;

/// <summary>The whole product in one process, on a data folder that survives its death.</summary>
internal sealed class GatewayProcess : ProductProcess
{
    private readonly bool _ownsData;

    private GatewayProcess(string data, Uri address, IEnumerable<string> arguments, bool ownsData)
        : base(Repository.Gateway, address, ["--data", data, .. arguments]) => (Data, _ownsData) = (data, ownsData);

    public string Data { get; }

    public static Task<GatewayProcess> NewAsync(string? definitions = null, string? data = null, params IEnumerable<string> arguments) =>
        NewAsync(FreeAddress(), definitions, data, arguments);

    /// <summary>On an address that its arguments name as well.</summary>
    public static async Task<GatewayProcess> NewAsync(Uri address, string? definitions = null, string? data = null, params IEnumerable<string> arguments)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("cx-e2e-").FullName;
        var gateway = new GatewayProcess(folder, address, definitions is null ? arguments : ["--definitions", definitions, .. arguments], ownsData: data is null);
        try
        {
            await gateway.StartAsync();
        }
        catch
        {
            // Nobody else has it: it would go on running.
            await gateway.DisposeAsync();
            throw;
        }

        return gateway;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_ownsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }
}
