using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Storage.Voice;

/// <summary>A remark as it is listed.</summary>
/// <param name="Number">Its place in the store.</param>
/// <param name="Key">Whose history it is in.</param>
/// <param name="Remark">With the class and the reasons that a person gave it, if one did.</param>
/// <param name="Corrected">A person corrected it.</param>
public sealed record NumberedRemark(long Number, CustomerKey Key, StoredRemark Remark, bool Corrected);
