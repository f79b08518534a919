using System.Collections.Immutable;

namespace CxOrchestrator.Definitions.Sources;

/// <summary>A value that an attribute can have: a text, a number, a flag, or a list of these; a closed family.</summary>
public abstract record PlainValue;

public sealed record PlainText(string Value) : PlainValue;

/// <param name="Value">A finite number.</param>
public sealed record PlainNumber(double Value) : PlainValue;

public sealed record PlainFlag(bool Value) : PlainValue;

public sealed record PlainList(ImmutableArray<PlainValue> Items) : PlainValue;
