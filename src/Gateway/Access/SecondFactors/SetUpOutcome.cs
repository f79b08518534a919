using System.Collections.Immutable;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <param name="Result">What came of it.</param>
/// <param name="Account">The account with its new second factor and stamp; null where it has none.</param>
/// <param name="RecoveryCodes">To be shown once.</param>
internal sealed record SetUpOutcome(SetUpResult Result, StoredAccount? Account = null, ImmutableArray<string> RecoveryCodes = default);
