namespace CxOrchestrator.Console.Toasting;

/// <summary>What can be done about a toast.</summary>
/// <param name="Label">What the button says.</param>
/// <param name="RunAsync">What it does, once; the toast goes with it.</param>
internal sealed record ToastAction(string Label, Func<Task> RunAsync);
