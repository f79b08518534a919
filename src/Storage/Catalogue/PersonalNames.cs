namespace CxOrchestrator.Storage.Catalogue;

/// <summary>Attributes whose values may say who somebody is, or what they wrote: their values never become examples.</summary>
public static class PersonalNames
{
    private static readonly string[] Parts =
        ["name", "mail", "phone", "mobile", "address", "street", "city", "postcode", "zip", "birth", "ssn", "iban", "card", "account", "user", "text", "comment", "message", "note", "subject", "token", "password", "session", "cookie", "device", "latitude", "longitude", "location"];

    /// <summary>Any of these parts in the name, in whatever case.</summary>
    public static bool Has(string attribute) => attribute.Equals("ip", StringComparison.OrdinalIgnoreCase) || Array.Exists(Parts, p => attribute.Contains(p, StringComparison.OrdinalIgnoreCase));
}
