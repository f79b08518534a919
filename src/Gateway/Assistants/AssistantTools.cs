using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace CxOrchestrator.Gateway.Assistants;

/// <summary>
/// Everything an assistant can do. It reads, drafts, checks, backtests and submits; nothing here approves, publishes, sends or erases, and what is not here
/// cannot be called.
/// </summary>
internal static class AssistantTools
{
    private static readonly ToolInput Customer = new("customer", "The customer's id.", InputPlace.Path);
    private static readonly ToolInput Kind = new("kind", "policy, journey, segment, template, form, lexicon, guardrails, settings, source, provider or connection.", InputPlace.Path);
    private static readonly ToolInput Id = new("id", "The document's id.", InputPlace.Path);
    private static readonly ToolInput Text = new("text", "The whole document, in YAML.", InputPlace.Body);
    private static readonly ToolInput Before = new("before", "Of a list: entries before this sequence, for the next page.", InputPlace.Query, Required: false);
    private static readonly ToolInput From = new("from", "First day, like 2026-03-01.", InputPlace.Query, Required: false);
    private static readonly ToolInput To = new("to", "Last day, included.", InputPlace.Query, Required: false);

    public static ImmutableArray<AssistantTool> All { get; } =
    [
        new("search", "Find customers, policies, journeys and cases by their ids, names, e-mail addresses or phone numbers.", "Search",
            [new("q", "What to find.", InputPlace.Query)]),
        new("customers_at_risk", "Customers with an open low point or a high risk, the worst first, with the reasons.", "GetAtRisk", []),
        new("get_customer", "A customer's live state: journeys with their stages and expectations, mood, risk with what makes it up, low points with their causes.", "GetCustomer", [Customer]),
        new("get_timeline", "What happened to a customer, newest first: touchpoints, decisions, actions.", "GetTimeline", [Customer, Before]),
        new("get_decisions", "What policies decided for a customer and why, newest first.", "GetCustomerDecisions", [Customer, Before]),
        new("why", "Why a policy would or would not act for a customer now: every condition with its value, every limit, and when the policy was last triggered.", "GetWhy",
            [Customer, new("policy", "Id of a published policy.", InputPlace.Query)]),
        new("voice", "What customers say in a period, by reason: counts, share, mean sentiment, whether a reason rises.", "GetVoice", [From, To]),
        new("quotes", "What customers wrote in a period, and who.", "ListQuotes",
            [From, To, new("reason", "Only texts with this reason, such as late.", InputPlace.Query, Required: false)]),
        new("catalogue", "Types of touchpoints that were really seen, with their attributes and volume. Look here before naming a type in a document.", "GetCatalogue", []),
        new("list_documents", "Journeys, policies and all other documents, with their state and recent activity.", "ListDocuments",
            [new("kind", "Only documents of this kind.", InputPlace.Query, Required: false)]),
        new("get_document", "A document: its published text, its draft with problems and revision, its versions.", "GetDocumentLife", [Kind, Id]),
        new("check_document", "Check a text against the published documents, without saving it: problems with line and column.", "CheckDocument", [Kind, Id, Text]),
        new("save_draft", "Save a draft; it changes nothing until people approve and publish it. Answers with the draft's revision and problems.", "SaveDraft",
            [Kind, Id, Text, new("revision", "Revision of the draft that it replaces; leave it out to begin a draft.", InputPlace.Revision, Required: false, "integer")], Writes: true),
        new("start_backtest", "Try drafts or texts on what was recorded, in the background: how often policies would have fired, for whom, at what cost.", "StartBacktest",
            [
                new("documents", "Documents that replace those published.", InputPlace.Body, Type: "array", Items: new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject
                    {
                        ["kind"] = new JsonObject { ["type"] = "string" },
                        ["id"] = new JsonObject { ["type"] = "string" },
                        ["text"] = new JsonObject { ["type"] = "string", ["description"] = "Leave it out to try the stored draft." },
                    },
                    ["required"] = new JsonArray("kind", "id"),
                }),
                new("from", "First moment that counts, RFC 3339. Default: 30 days before the end.", InputPlace.Body, Required: false),
                new("until", "Where it ends, RFC 3339. Default: now.", InputPlace.Body, Required: false),
            ],
            Writes: true),
        new("get_backtest", "How far a backtest is, and its report when it is done.", "GetBacktest", [new("id", "The backtest's id.", InputPlace.Path)]),
        new("submit_draft", "Ask people to approve a draft. They approve and publish it; an assistant cannot.", "SubmitDraft",
            [Kind, Id, new("revision", "Revision of the draft, as it was answered last.", InputPlace.Revision, Type: "integer")], Writes: true),
        new("ledger", "How many touchpoints each source sent, and what became of them: applied, duplicate, rejected, waiting.", "GetLedger", []),
    ];
}
