using YamlDotNet.RepresentationModel;

namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>What an operator starts an installation with, as it lies in the repository.</summary>
internal static class DeployFiles
{
    public static string Root { get; } = Find();

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static YamlMappingNode Yaml(string path)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Root, path));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static YamlNode? At(this YamlNode node, params string[] path) =>
        path.Aggregate((YamlNode?)node, (n, name) => n is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null);

    public static IEnumerable<YamlNode> Items(this YamlNode? node) => node is YamlSequenceNode list ? list.Children : [];

    public static string Value(this YamlNode? node) => ((YamlScalarNode)node!).Value!;

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CxOrchestrator.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
