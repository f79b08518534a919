using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>What commits write beside the customer's row and the history.</summary>
internal sealed class SideRows
{
    private readonly DecisionSet _decisions = new();
    private readonly ActionSet _actions = new();
    private readonly AnswerSet _answers = new();
    private readonly TimerSet _timers = new();
    private readonly RiskSet _risks = new();
    private readonly NameSet _names = new();
    private readonly CodeSets _codes = new();
    private readonly ConsentSet _consents = new();
    private readonly RemarkSet _remarks = new();
    private readonly IdentityRows _identities = new();

    public void Clear()
    {
        _decisions.Clear();
        _actions.Clear();
        _answers.Clear();
        _timers.Clear();
        _risks.Clear();
        _names.Clear();
        _codes.Clear();
        _consents.Clear();
        _remarks.Clear();
        _identities.Clear();
    }

    public void Add(string key, CustomerCommit commit)
    {
        foreach (var decision in commit.Decisions)
        {
            _decisions.Add(key, decision, Received(commit, decision));
        }

        foreach (var action in commit.Actions)
        {
            _actions.Add(key, action);
        }

        foreach (var answer in commit.Answers)
        {
            _answers.Add(answer);
        }

        _codes.Add(key, commit);
        foreach (var said in commit.Consents)
        {
            _consents.Add(key, said);
        }

        foreach (var remark in commit.Remarks)
        {
            _remarks.Add(key, remark);
        }

        foreach (var seen in commit.Identities)
        {
            _identities.Add(key, seen, commit.IdentitySharedMax);
        }

        if (commit.NextDueChanged)
        {
            _timers.Set(key, commit.NextDueAt, commit.NextDueNotBefore);
        }

        if (commit.AtRiskChanged)
        {
            _risks.Set(key, commit.AtRisk);
        }

        if (commit.ExpectedVersion == 0 || commit.NameChanged)
        {
            _names.Add(key, commit);
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        _decisions.Rows.AddTo(batch);
        _actions.Rows.AddTo(batch);
        _answers.Rows.AddTo(batch);
        _timers.AddTo(batch);
        _risks.AddTo(batch);
        _names.AddTo(batch);
        _codes.AddTo(batch);
        _consents.AddTo(batch);
        _remarks.AddTo(batch);
        _identities.AddTo(batch);
    }

    /// <summary>A decision lies in the month of the input that led to it, and goes with it.</summary>
    public static DateTime Received(CustomerCommit commit, StoredDecision decision)
    {
        foreach (var entry in commit.History)
        {
            if (entry.Sequence == decision.Sequence)
            {
                return entry.ReceivedAt.UtcDateTime;
            }
        }

        return decision.Decision.At.UtcDateTime;
    }
}
