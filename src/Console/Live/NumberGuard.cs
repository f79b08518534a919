namespace CxOrchestrator.Console.Live;

internal enum NumberAnswer
{
    /// <summary>The one that was due.</summary>
    Next,

    /// <summary>Known already.</summary>
    Old,

    /// <summary>Something in between is missing.</summary>
    Gap,
}

/// <summary>Checks that changes come without a hole.</summary>
internal sealed class NumberGuard(long last = 0)
{
    private long _last = last;

    public NumberAnswer Take(long number)
    {
        if (number <= _last)
        {
            return NumberAnswer.Old;
        }

        if (number > _last + 1)
        {
            return NumberAnswer.Gap;
        }

        _last = number;
        return NumberAnswer.Next;
    }
}
