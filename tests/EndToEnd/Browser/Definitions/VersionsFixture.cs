using CxOrchestrator.Testing;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>A gateway with a policy that has an older version, and one that can go.</summary>
public sealed class VersionsFixture : BrowserFixture
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (Requires.Chromium() is null)
        {
            await PublishAsync(Policy("comes-back", "first"), Policy("goes", "once"));
            await PublishAsync(Policy("comes-back", "second"), Policy("goes", "once"));
        }
    }

    private static (string File, string Text) Policy(string id, string text) => (
        $"{id}.yaml",
        $$"""
        kind: policy
        id: {{id}}
        name: About {{id}}
        on: {touchpoint: complaint.made}
        do:
          - message: {channel: email, subject: About {{id}}, text: "{{text}}" }
        """);
}
