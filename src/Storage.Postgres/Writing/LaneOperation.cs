using CxOrchestrator.Grains.Runtime.Customers;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>Something that a lane writes. It may be written more than once before it is done; only the last time counts.</summary>
internal abstract class LaneOperation(string key)
{
    /// <summary>One operation of a key is in a transaction at a time, in the order they came.</summary>
    public string Key { get; } = key;

    /// <summary>About how much it writes.</summary>
    public abstract int Bytes { get; }

    /// <summary>Its transaction is committed.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <summary>A customer's commit.</summary>
internal sealed class CommitOperation(CustomerCommit commit) : LaneOperation(commit.Key.ToString())
{
    private const int RowBytes = 256;

    private readonly TaskCompletionSource<CommitResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CustomerCommit Commit { get; } = commit;

    public CommitResult Result { get; set; }

    public Task<CommitResult> Task => _completion.Task;

    public override int Bytes { get; } = commit.State.Length + RowBytes + commit.History.Sum(h => h.Input.Length + h.Outcome.Length + RowBytes)
        + (commit.Actions.Length * 4 * RowBytes) + commit.DeadLetters.Sum(l => l.Body.Length);

    public override void Complete() => _completion.TrySetResult(Result);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}

/// <summary>Touchpoints of a customer who was erased.</summary>
internal sealed class ErasedOperation(ErasedCount count, string hash) : LaneOperation(count.Key.ToString())
{
    private readonly TaskCompletionSource<bool> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ErasedCount Count { get; } = count;

    public string Hash { get; } = hash;

    /// <summary>The mark had the expected version.</summary>
    public bool Result { get; set; }

    public Task<bool> Task => _completion.Task;

    public override int Bytes => 256;

    public override void Complete() => _completion.TrySetResult(Result);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}

/// <summary>An input that no customer could be found for: stored, and counted as rejected where it was not there.</summary>
internal sealed class LetterOperation(DeadLetter letter) : LaneOperation($"{letter.Origin.Log}\n{letter.Origin.Partition}\n{letter.Origin.Position}")
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeadLetter Letter { get; } = letter;

    public Task Task => _completion.Task;

    public override int Bytes => Letter.Body.Length + 256;

    public override void Complete() => _completion.TrySetResult();

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
