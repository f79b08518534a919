namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>A path of another system's own API that its client libraries call.</summary>
/// <param name="Method"><c>POST</c>, or <c>GET</c> where a library sends its events in the address.</param>
/// <param name="Path">Such as <c>/v1/track</c>.</param>
public readonly record struct SourcePath(string Method, string Path);
