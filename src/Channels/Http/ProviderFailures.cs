namespace CxOrchestrator.Channels.Http;

/// <summary>Why a provider or system could not be reached, in words that hold no secret.</summary>
internal static class ProviderFailures
{
    /// <summary>Without a full stop.</summary>
    public static string Of(string host, Exception lost) => IsForbidden(lost)
        ? $"{host} resolves to a private or local address; set Channels:AllowPrivateNetworks to send there, or name the port in Channels:LoopbackPorts where it is on this machine"
        : $"{host} cannot be reached ({Named((lost as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown)})";

    public static bool IsForbidden(Exception? exception) => exception is not null && (exception is ForbiddenAddressException || IsForbidden(exception.InnerException));

    private static string Named(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "its name is not known",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "its certificate or TLS version is not accepted",
        _ => "the connection failed",
    };
}
