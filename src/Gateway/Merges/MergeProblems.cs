using System.Diagnostics;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Gateway.Merges;

/// <summary>Why two customers are not merged, and what to do about it.</summary>
internal static class MergeProblems
{
    public static IResult Of(MergeResult result, string customer, string with) => result switch
    {
        MergeResult.AlreadyOne => Conflict(
            "same-customer", "Both are one customer", $"{with} and {customer} are one customer already.", "Name another customer at /with."),
        MergeResult.Unknown => Problems.NotFound(
            "unknown-customer", "One of the customers is not known", $"No touchpoint of {customer} or of {with} has been applied yet.", "Check both ids, or look for them with GET /v1/search?q=."),
        MergeResult.Erased => Problems.ErasedCustomer(),
        MergeResult.TooMany => Conflict(
            "too-many-merged", "The customer has too many parts", $"A customer is made of at most {CustomerState.MergedMax} others, and its touchpoints are in at most {CustomerState.HistoriesMax} histories.", "Undo a merge first: GET /v1/merges?customer= lists them."),
        MergeResult.Contended or MergeResult.Elsewhere => Contended(),
        _ => throw new UnreachableException($"A merge does not end with {result}."),
    };

    public static IResult OfUndo(MergeResult result, long number) => result switch
    {
        MergeResult.Unknown => Problems.NotFound("unknown-merge", "There is no such merge", $"No merge has the number {number}.", "GET /v1/merges lists them."),
        MergeResult.Erased => Problems.Of(Problems.Make(
            StatusCodes.Status410Gone, "customer-erased", "One of the customers was erased", $"What merge {number} made one can no longer be told apart.", "Nothing is left to undo.")),
        MergeResult.Contended or MergeResult.Elsewhere => Contended(),
        _ => throw new UnreachableException($"An undo does not end with {result}."),
    };

    private static IResult Contended() =>
        Conflict("customers-busy", "The customers kept changing", "Other merges or many touchpoints of these customers came in between.", "Send it again in a moment.");

    private static IResult Conflict(string type, string title, string detail, string cure) => Problems.Of(Problems.Make(StatusCodes.Status409Conflict, type, title, detail, cure));
}
