using System.Text.RegularExpressions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>A word of the language has one home: few files of the product name its type.</summary>
public class WordFilesTests
{
    // Beside the list of words, which names the word's own class.
    private const int TriggerMax = 3;

    private static readonly Dictionary<string, string> Files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.*", SearchOption.AllDirectories)
        .Where(f => (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)) && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .ToDictionary(f => Path.GetRelativePath(Repository.Root, f), File.ReadAllText);

    public static TheoryData<string> Happenings => [.. KindsOf(typeof(HappeningTrigger))];

    public static TheoryData<string> Triggers => [.. KindsOf(typeof(Trigger))];

    public static TheoryData<string> Actions => [.. KindsOf(typeof(ActionTemplate)).Except([nameof(WaitTemplate), nameof(OfferTemplate)])];

    [Theory]
    [MemberData(nameof(Happenings))]
    public void Trigger_OfWhatTheCoreNotices_IsNamedByItsMeaningAndItsReading(string kind) => Assert.InRange(Naming(kind).Count, 1, 2);

    [Theory]
    [MemberData(nameof(Triggers))]
    public void Trigger_OutsideItsFolders_IsNamedInFewFiles(string kind) =>
        Assert.InRange(Naming(kind).Count(f => !f.Contains($"/{kind[2..]}/", StringComparison.Ordinal) && !f.Contains("/LowPoint/", StringComparison.Ordinal) && !f.Contains("/HighPoint/", StringComparison.Ordinal)), 0, TriggerMax);

    [Theory]
    [InlineData(nameof(NoneOf))]
    [InlineData(nameof(WindowIs))]
    [InlineData(nameof(InSegment))]
    [InlineData(nameof(OnList))]
    public void Condition_IsNamedInThreeFilesAtMost(string kind) => Assert.InRange(Naming(kind).Count, 1, 3);

    [Theory]
    [MemberData(nameof(Actions))]
    public void Action_IsNamedByItsMeaningAndItsReading(string kind) => Assert.InRange(Naming(kind).Count, 1, 2);

    [Fact]
    public void Families_NoSwitchOverThem_HasACaseOfASingleKind()
    {
        // "OnCount count => …" and "case OnCount count": a kind that is forgotten there is answered for by the default.
        var kinds = string.Join('|', KindsOf(typeof(Trigger)).Concat(KindsOf(typeof(Condition))).Concat(KindsOf(typeof(ActionTemplate))));
        var arm = new Regex($@"^\s*(case )?({kinds})( or ({kinds}))*( \w+| {{.*}}( \w+)?)?( when .*)?( =>|:$)", RegexOptions.Multiline);

        Assert.Empty(Files.Where(f => arm.IsMatch(f.Value)).Select(f => f.Key));
    }

    private static List<string> Naming(string kind) =>
        [.. Files.Where(f => Regex.IsMatch(f.Value, $@"\b{kind}\b")).Select(f => f.Key.Replace(Path.DirectorySeparatorChar, '/'))];

    private static IEnumerable<string> KindsOf(Type family) => family.Assembly.GetTypes().Where(t => t.IsSubclassOf(family) && !t.IsAbstract).Select(t => t.Name);
}
