namespace CxOrchestrator.Hosting.Telemetry;

/// <summary>Names that dashboards and alert rules rely on: added, never changed.</summary>
public static class TelemetryNames
{
    /// <summary>Of the meter and of the source of activities, in silos and gateways alike.</summary>
    public const string Product = "CxOrchestrator";

    public const string Applied = "cx.touchpoints.applied";
    public const string Duplicate = "cx.touchpoints.duplicate";
    public const string Rejected = "cx.touchpoints.rejected";
    public const string Erased = "cx.touchpoints.erased";
    public const string Decisions = "cx.decisions";
    public const string PolicyFaults = "cx.policies.faults";
    public const string ActionsDecided = "cx.actions.decided";
    public const string ActionsAnswered = "cx.actions.answered";
    public const string TemplatesFailed = "cx.templates.failed";
    public const string ActionsSent = "cx.actions.sent";
    public const string DeadLetters = "cx.dead_letters";
    public const string WrongKeys = "cx.touchpoints.wrong_key";
    public const string Commits = "cx.customer.commits";
    public const string TransactionTime = "cx.store.transaction.duration";
    public const string TransactionSize = "cx.store.transaction.size";
    public const string LiveConflated = "cx.live.conflated";
    public const string LiveLost = "cx.live.lost";

    public const string LagTime = "cx.log.lag.duration";
    public const string PartitionsRead = "cx.log.partitions";
    public const string PartitionsUnread = "cx.log.partitions.unread";
    public const string LogReachable = "cx.log.reachable";

    public const string Lag = "cx.log.lag";
    public const string LedgerWaiting = "cx.ledger.waiting";
    public const string LedgerDifference = "cx.ledger.difference";
    public const string OldestTouchpoint = "cx.touchpoints.oldest.age";
    public const string Actions = "cx.actions.stored";
    public const string OldestAction = "cx.actions.oldest.age";
    public const string DeadLettersWaiting = "cx.dead_letters.waiting";
    public const string TimersArmed = "cx.timers.armed";
    public const string TimersHeld = "cx.timers.held";
    public const string CasesOpen = "cx.cases.open";
    public const string Customers = "cx.customers";
    public const string AtRisk = "cx.customers.at_risk";
    public const string SendingStopped = "cx.sending.stopped";

    public const string IntakeAccepted = "cx.intake.accepted";
    public const string IntakeRefused = "cx.intake.refused";
    public const string IntakeAnswers = "cx.intake.answers";
    public const string IntakeAppendTime = "cx.intake.append.duration";
    public const string IntakeHeld = "cx.intake.held";
    public const string LiveConnections = "cx.live.connections";
    public const string LiveResyncs = "cx.live.resyncs";

    public const string Source = "source";
    public const string Policy = "policy";
    public const string Outcome = "outcome";
    public const string Kind = "kind";
    public const string Reason = "reason";
    public const string Status = "status";
    public const string Log = "log";
    public const string Partition = "partition";
    public const string StatusCode = "http.response.status_code";
}
