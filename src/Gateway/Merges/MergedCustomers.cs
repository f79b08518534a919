using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Gateway.Merges;

/// <summary>Addresses of a customer who was merged lead to the one it is a part of, for every endpoint alike.</summary>
internal static class MergedCustomers
{
    private const string RouteName = "customer";
    private static readonly object Found = new();

    public static void UseMergedCustomers(this WebApplication app) => app.Use(async (context, next) =>
    {
        await FindAsync(context);
        await next(context);
    });

    /// <summary>Finds where the request's address leads to.</summary>
    public static async Task FindAsync(HttpContext context)
    {
        // Hosts without a store of customers have none who were merged.
        if (context.GetRouteValue(RouteName) is string routed
            && context.Request.Path.StartsWithSegments("/v1/customers", StringComparison.Ordinal)
            && context.RequestServices.GetService<ICustomerMergeStore>() is { } merges
            && new Arguments().PathCustomer(context, routed) is { } key
            && await merges.IntoAsync(key, context.RequestAborted) is { } into)
        {
            context.Items[Found] = into;
        }
    }

    /// <summary>The customer that the request's address leads to; null: the one it names.</summary>
    public static CustomerKey? Of(HttpContext context) => context.Items.TryGetValue(Found, out var into) ? (CustomerKey?)into : null;
}
