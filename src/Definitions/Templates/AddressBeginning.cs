using System.Text;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>
/// How far an address is written out before a value appears in it. Behind the first of <c>: / ? #</c> a value can name no other kind of address
/// any more (RFC 3986, section 3). What is in a branch counts in that branch alone.
/// </summary>
internal sealed class AddressBeginning
{
    private const string Signs = ":/?#";

    private static readonly string[] Programs = ["javascript", "vbscript", "data"];
    private static readonly string[] Openings = ["if", "unless", "case", "for", "comment"];

    private readonly Stack<Branching> _branchings = [];
    private readonly StringBuilder _scheme = new();

    // What held where the branches part, and whether one of them has written a beginning.
    private readonly record struct Branching(bool IsWritten, bool IsUncertain, bool WritesOne);

    /// <summary>Its kind is written out on every way that leads here.</summary>
    public bool IsWritten { get; private set; }

    /// <summary>Its kind is written out on some of the ways that lead here.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>What it names is run, not opened.</summary>
    public bool IsProgram { get; private set; }

    /// <summary>Takes the next sign, or a whole value or tag.</summary>
    public void Read(ReadOnlySpan<char> next)
    {
        if (next is ['{', '%', .. var tag])
        {
            Tag(tag.TrimStart('-').TrimStart());
        }
        else if (next.Length == 1 && !IsWritten)
        {
            Sign(next[0]);
        }
    }

    private void Sign(char sign)
    {
        if (Signs.Contains(sign, StringComparison.Ordinal))
        {
            IsWritten = true;
            IsProgram |= sign == ':' && Programs.Contains(_scheme.ToString().Trim(), StringComparer.OrdinalIgnoreCase);
        }
        else
        {
            _scheme.Append(sign);
        }
    }

    private void Tag(ReadOnlySpan<char> tag)
    {
        if (tag.StartsWith("end") && _branchings.TryPop(out var ended))
        {
            IsUncertain |= ended.IsUncertain || (!ended.IsWritten && (ended.WritesOne || IsWritten));
            IsWritten = ended.IsWritten;
        }
        else if ((tag.StartsWith("els") || tag.StartsWith("when")) && _branchings.TryPop(out var before))
        {
            _branchings.Push(before with { WritesOne = before.WritesOne || IsWritten });
            (IsWritten, IsUncertain) = (before.IsWritten, before.IsUncertain);
        }
        else
        {
            foreach (var opening in Openings)
            {
                if (tag.StartsWith(opening))
                {
                    _branchings.Push(new(IsWritten, IsUncertain, false));
                    return;
                }
            }
        }
    }
}
