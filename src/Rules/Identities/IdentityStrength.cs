namespace CxOrchestrator.Rules.Identities;

/// <summary>How surely an identity says who somebody is, the surest first. Stored: numbers stay.</summary>
public enum IdentityStrength
{
    /// <summary>An id in a system that tells customers apart, such as the CRM.</summary>
    System = 0,
    Email = 1,
    Phone = 2,
    Social = 3,

    /// <summary>The visitor id of a site or an app, before anybody signed in.</summary>
    Anonymous = 4,
    Device = 5,
    Cookie = 6,

    /// <summary>Something that is the customer's, such as an order or a ticket: customers have many.</summary>
    Reference = 7,
}
