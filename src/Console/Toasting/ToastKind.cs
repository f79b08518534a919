namespace CxOrchestrator.Console.Toasting;

internal enum ToastKind
{
    Success,
    Info,
    Warning,
    Error,
}
