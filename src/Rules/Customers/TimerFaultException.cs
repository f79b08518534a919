namespace CxOrchestrator.Rules.Customers;

/// <summary>The core failed on a timer, not on the input that came. Nothing changed.</summary>
public sealed class TimerFaultException(Exception inner) : Exception("The core failed on a timer.", inner);
