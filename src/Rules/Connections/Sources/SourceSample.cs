using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>A delivery to try a connection with.</summary>
/// <param name="Headers">Without the signature.</param>
/// <param name="Body">With <c>{now}</c> and <c>{tomorrow}</c> in place of times.</param>
public sealed record SourceSample(ImmutableArray<KeyValuePair<string, string>> Headers, string Body);
