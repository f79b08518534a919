using CxOrchestrator.Grains.Runtime.Customers;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Runtime;

namespace CxOrchestrator.Grains.Tests;

[Collection(ClusterTests.Name)]
public class CollectionTests(ClusterFixture fixture)
{
    // Orleans looks ages up by the class's full name and says nothing where the name is no class: customers would stay for its default age.
    [Fact]
    public void GrainClass_IsTheClassOfCustomers()
    {
        var resolver = fixture.Cluster.Silos[0].ServiceProvider.GetRequiredService<GrainClassMap>();

        Assert.True(resolver.TryGetGrainClass(GrainType.Create("cx.customer"), out var grainClass));
        Assert.Equal(grainClass.FullName, CustomerGrainOptions.GrainClass);
    }
}
