using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>An address in a block and where it is written.</summary>
internal readonly record struct BlockLink(Place Place, string Address);
