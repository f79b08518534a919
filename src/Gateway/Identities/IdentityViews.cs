using CxOrchestrator.Api.Identities;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Storage.Identities;

namespace CxOrchestrator.Gateway.Identities;

/// <summary>Identities and links as the API says them.</summary>
internal sealed class IdentityViews(IdentityReader rules, CustomerReader customers)
{
    public const string LinksState = "links";
    public const string FindsState = "finds";
    public const string SharedState = "shared";
    public const string JunkState = "junk";
    public const string UnreadableState = "unreadable";

    public IdentityView Of(HeldIdentity held)
    {
        var (kind, value) = (held.Seen.Identity.Kind, held.Seen.Identity.Value);
        var (state, why) = State(held, kind, value);
        return new()
        {
            Kind = kind,
            Value = value,
            Given = held.Seen.Given,
            State = state,
            Why = why,
            Customers = held.Customers,
            Source = held.Seen.Source,
            TouchpointId = held.Seen.Touchpoint,
            FirstSeen = held.Seen.FirstSeen,
            LastSeen = held.Seen.LastSeen,
        };
    }

    public async Task<LinkView> OfAsync(IdentityLink link, CancellationToken cancellationToken) => new()
    {
        Number = link.Number,
        One = await CustomerAsync(link.One, cancellationToken),
        Other = await CustomerAsync(link.Other, cancellationToken),
        Kind = link.Identity.Kind,
        Value = link.Identity.Value,
        Source = link.Source,
        TouchpointId = link.Touchpoint,
        At = link.At,
        State = Names<LinkState>.Of(link.State),
        Shared = link.IsShared,
        By = link.By,
        ChangedAt = link.ChangedAt,
    };

    // Junk by the rules of now: the company's list may have grown since.
    private (string State, string? Why) State(HeldIdentity held, string kind, string value) => held.Seen.Problem switch
    {
        IdentityProblem.Unreadable when kind == IdentityKinds.Phone => (UnreadableState, "No number that can be called. Send numbers with their country code, or set Identities:Country."),
        IdentityProblem.Unreadable => (UnreadableState, $"No {kind} that can be read."),
        _ when held.Seen.Problem == IdentityProblem.Junk || rules.IsJunk(kind, value) => (JunkState, "A placeholder, or a value that Identities:Junk names. It identifies nobody."),
        _ when held.Customers > rules.SharedMax => (SharedState, $"More than {rules.SharedMax} customers have it, so it identifies none of them."),
        _ when IdentityKinds.Links(kind) => (LinksState, null),
        _ => (FindsState, "It finds the customer where nothing surer does, and links no customers."),
    };

    private async Task<LinkedCustomerView> CustomerAsync(CustomerKey key, CancellationToken cancellationToken) =>
        new() { Customer = key.Customer.Value, Name = (await customers.StateAsync(key, cancellationToken))?.Profile.Name };
}
