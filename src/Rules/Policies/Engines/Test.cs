using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>A compiled condition.</summary>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Price">What asking costs, in reads of a plain field; the cheaper of a group is asked first.</param>
/// <param name="Fixed">It keeps its place in its group: it might throw, and must not be asked where the document's order would not.</param>
public readonly record struct Test(Func<Facts, bool> Holds, int Price, bool Fixed = false);
