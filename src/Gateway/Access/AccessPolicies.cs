namespace CxOrchestrator.Gateway.Access;

/// <summary>Names of what endpoints ask for.</summary>
internal static class AccessPolicies
{
    /// <summary>Any role.</summary>
    public const string View = "view";

    public const string Write = "write";

    public const string Approve = "approve";

    public const string Publish = "publish";

    public const string Pause = "pause";

    public const string Operate = "operate";

    public const string Administer = "administer";

    public static void Add(Microsoft.AspNetCore.Authorization.AuthorizationOptions options)
    {
        options.AddPolicy(View, policy => policy.RequireRole(Roles.All));
        options.AddPolicy(Write, policy => policy.RequireRole(Roles.Marketer));
        options.AddPolicy(Approve, policy => policy.RequireRole(Roles.Approver));
        options.AddPolicy(Publish, policy => policy.RequireRole(Roles.Marketer, Roles.Approver));
        options.AddPolicy(Pause, policy => policy.RequireRole(Roles.Marketer, Roles.Approver, Roles.Operator));
        options.AddPolicy(Operate, policy => policy.RequireRole(Roles.Operator, Roles.Administrator));
        options.AddPolicy(Administer, policy => policy.RequireRole(Roles.Administrator));
    }
}
