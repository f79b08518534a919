using System.Collections.Frozen;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies.Engine;

/// <summary>
/// The default: each condition becomes a closure once, with its field already found and its comparison already chosen. Closures rather than
/// expression trees: these would be interpreted in the browser, and compile for longer than most sets live there.
/// </summary>
public sealed class CompiledEngine : IConditionEngine
{
    public static CompiledEngine Instance { get; } = new();

    public string Name => "Compiled";

    public IConditionSet Compile(CompiledDefinitions definitions) => new Set(definitions);

    private sealed class Set : IConditionSet
    {
        private readonly FrozenDictionary<string, Predicate<Facts>> _predicates;

        public Set(CompiledDefinitions definitions)
        {
            var compiler = new ConditionCompiler(definitions);
            _predicates = definitions.Policies.ToFrozenDictionary(p => p.Id, p => compiler.Compile(p.When), StringComparer.Ordinal);
        }

        public void Evaluate(ReadOnlySpan<PolicyDefinition> policies, Facts facts, Span<bool> holds)
        {
            for (var i = 0; i < policies.Length; i++)
            {
                holds[i] = _predicates[policies[i].Id](facts);
            }
        }
    }
}
