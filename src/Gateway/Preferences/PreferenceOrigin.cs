using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Gateway.Preferences;

/// <summary>Where a customer's statement comes from.</summary>
/// <param name="Customer">Who makes it.</param>
/// <param name="Token">The token in the address.</param>
/// <param name="Sequence">How many inputs of the customer were applied by then.</param>
/// <param name="Number">Of the page; null: none, as from a mailbox provider.</param>
internal sealed record PreferenceOrigin(CustomerKey Customer, string Token, long Sequence, string? Number);
