using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections;

/// <summary>A part of a JSON body; a closed family.</summary>
public abstract record BodyValue;

public sealed record BodyObject(ImmutableArray<KeyValuePair<string, BodyValue>> Fields) : BodyValue;

public sealed record BodyList(ImmutableArray<BodyValue> Items) : BodyValue;

/// <summary>A template of a text. Filled with nothing it is left out, and so is a group or list that is empty then.</summary>
public sealed record BodyText(string Template) : BodyValue;

public sealed record BodyNumber(double Value) : BodyValue;

public sealed record BodyFlag(bool Value) : BodyValue;
