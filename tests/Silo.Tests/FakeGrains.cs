using System.Reflection;

namespace CxOrchestrator.Silo.Tests;

/// <summary>Grains made by the test, by interface and key, without a silo.</summary>
public class FakeGrains : DispatchProxy
{
    private Func<Type, object, object> _make = (_, _) => throw new InvalidOperationException("No grains.");

    /// <param name="make">The grain of an interface and a key; called for each reference.</param>
    public static IGrainFactory Of(Func<Type, object, object> make)
    {
        var grains = Create<IGrainFactory, FakeGrains>();
        ((FakeGrains)(object)grains)._make = make;
        return grains;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod is { Name: "GetGrain", IsGenericMethod: true }
            ? _make(targetMethod.GetGenericArguments()[0], args![0]!)
            : throw new NotSupportedException(targetMethod?.Name);
}
