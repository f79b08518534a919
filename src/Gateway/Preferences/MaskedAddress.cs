namespace CxOrchestrator.Gateway.Preferences;

/// <summary>An e-mail address of which its owner recognizes enough, and others too little: <c>a•••@e•••.com</c>.</summary>
internal static class MaskedAddress
{
    private const string Mask = "•••";

    /// <summary>The masked address; null where it is none.</summary>
    public static string? Of(string? address)
    {
        if (address is null || address.LastIndexOf('@') < 1 || address.Any(char.IsControl))
        {
            return null;
        }

        var domain = address[(address.LastIndexOf('@') + 1)..];
        var dot = domain.LastIndexOf('.');
        return dot < 1 || char.IsSurrogate(address[0]) || char.IsSurrogate(domain[0]) ? null : $"{address[0]}{Mask}@{domain[0]}{Mask}{domain[dot..]}";
    }
}
