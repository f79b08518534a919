using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;
using YamlDotNet.RepresentationModel;

namespace CxOrchestrator.Rules.Tests.Policies.Engines;

/// <summary>
/// Documents, a customer, touchpoints, and what has to be decided. <c>when</c> alone stands for one policy <c>p</c> on touchpoints of type
/// <c>t</c>; <c>day</c> in a touchpoint is its day from the start.
/// </summary>
internal sealed class ConformanceCase
{
    private const string Policy = "{{kind: policy, id: p, name: P, on: {{touchpoint: t}}, when: {{{0}}}, do: [{{webhook: {{url: \"https://example.org/hook\"}}}}]}}";

    private static readonly CompositeFormat PolicyFormat = CompositeFormat.Parse(Policy);

    public static ImmutableDictionary<string, ConformanceCase> All { get; } = Load();

    public required string Name { get; init; }

    public required string Documents { get; init; }

    public required ImmutableArray<Touchpoint> Touchpoints { get; init; }

    /// <summary>In order, over all touchpoints: <c>p fired</c>, <c>p held Cooldown</c>.</summary>
    public required ImmutableArray<string> Decisions { get; init; }

    public DefinitionSet Read()
    {
        var read = DefinitionReader.Read([new DocumentSource("case.yaml", Documents)]);
        Assert.True(read.Set is not null, $"{Name}: {read.Errors.FirstOrDefault()}");
        return read.Set!;
    }

    private static ImmutableDictionary<string, ConformanceCase> Load()
    {
        var cases = ImmutableDictionary.CreateBuilder<string, ConformanceCase>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Policies", "Engines", "Cases"), "*.yaml"))
        {
            using var reader = new StreamReader(file);
            var yaml = new YamlStream();
            yaml.Load(reader);
            foreach (var node in (YamlSequenceNode)yaml.Documents[0].RootNode)
            {
                var made = Of((YamlMappingNode)node);
                cases.Add(made.Name, made);
            }
        }

        return cases.ToImmutable();
    }

    private static ConformanceCase Of(YamlMappingNode node)
    {
        string? Text(string field) => node.Children.TryGetValue(field, out var value) ? ((YamlScalarNode)value).Value : null;
        ImmutableArray<string> List(string field) =>
            node.Children.TryGetValue(field, out var value) ? [.. ((YamlSequenceNode)value).Select(v => ((YamlScalarNode)v).Value!)] : [];

        var name = Text("name")!;
        var documents = Text("documents") ?? string.Format(System.Globalization.CultureInfo.InvariantCulture, PolicyFormat, Text("when"));

        var touchpoints = ImmutableArray.CreateBuilder<Touchpoint>();
        if (Text("customer") is { } customer)
        {
            touchpoints.Add(Touchpoint(new JsonObject { ["type"] = "customer.updated", ["attributes"] = JsonNode.Parse(customer) }, "customer"));
        }

        foreach (var text in List("touchpoints") is { IsEmpty: false } several ? several : [Text("touchpoint")!])
        {
            touchpoints.Add(Touchpoint(JsonNode.Parse(text)!.AsObject(), $"{touchpoints.Count}"));
        }

        return new ConformanceCase { Name = name, Documents = documents, Touchpoints = touchpoints.ToImmutable(), Decisions = List("decisions") };
    }

    private static Touchpoint Touchpoint(JsonObject json, string id)
    {
        var day = (double?)json["day"] ?? 0;
        json.Remove("day");
        json["id"] = id;
        json["customer"] = Make.Customer.Value;
        json["at"] = Make.Day(day).ToString("O");
        var read = TouchpointJson.Read(JsonSerializer.SerializeToUtf8Bytes(json));
        Assert.True(read.Touchpoint is not null, $"{json}: {read}");
        return read.Touchpoint!;
    }
}
