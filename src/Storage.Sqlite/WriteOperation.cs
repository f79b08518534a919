namespace CxOrchestrator.Storage.Sqlite;

/// <summary>
/// Something to write. It may be run more than once before it is done, each time in a transaction without traces of the last time:
/// it changes nothing but the database and the transaction's sums.
/// </summary>
public abstract class WriteOperation
{
    /// <summary>About how much it writes.</summary>
    public virtual int Bytes => 64;

    public abstract void Execute(WriteTransaction transaction);

    /// <summary>It is stored.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <summary>A write operation with a result.</summary>
public abstract class WriteOperation<T> : WriteOperation
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _completion.Task;

    public sealed override void Execute(WriteTransaction transaction) => _result = Run(transaction);

    public override void Complete() => _completion.TrySetResult(_result);

    public sealed override void Fail(Exception exception) => _completion.TrySetException(exception);

    protected abstract T Run(WriteTransaction transaction);
}

/// <summary>A write operation that is not worth a class.</summary>
internal sealed class WriteFunction<T>(Func<WriteTransaction, T> run) : WriteOperation<T>
{
    protected override T Run(WriteTransaction transaction) => run(transaction);
}
