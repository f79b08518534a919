using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>Who a token is about.</summary>
/// <param name="Key">The customer.</param>
/// <param name="Until">When the token expires.</param>
internal sealed record InAppCustomer(CustomerKey Key, DateTimeOffset Until);
