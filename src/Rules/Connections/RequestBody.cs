using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections;

/// <summary>What a request carries; a closed family.</summary>
public abstract record RequestBody;

/// <summary>JSON, filled in leaf by leaf.</summary>
public sealed record JsonBody(BodyValue Value) : RequestBody;

/// <summary>JSON that a setting holds, its texts filled in.</summary>
public sealed record JsonSettingBody(string Setting) : RequestBody;

/// <summary>A form: names, and templates of their values. One that is filled with nothing is left out.</summary>
public sealed record FormBody(ImmutableArray<KeyValuePair<string, string>> Fields) : RequestBody;

/// <summary>A template of the whole.</summary>
public sealed record TextBody(string Text, string ContentType) : RequestBody;
