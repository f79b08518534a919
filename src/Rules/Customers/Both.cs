namespace CxOrchestrator.Rules.Customers;

/// <summary>Something of each of the two customers of a merge.</summary>
/// <param name="Into">Of the one who remains.</param>
/// <param name="From">Of the one merged into it.</param>
public readonly record struct Both<T>(T Into, T From);
