using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Deliveries;

/// <summary>Who got messages.</summary>
/// <param name="Customers">Each once.</param>
/// <param name="Last">Number of the last message that was looked at: from where to look next.</param>
public sealed record InAppNews(ImmutableArray<CustomerKey> Customers, long Last);
