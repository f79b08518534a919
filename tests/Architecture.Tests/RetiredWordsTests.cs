using System.Text.RegularExpressions;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>One term for one thing: the words that the glossary's terms replaced stay out of screens, API, documents and docs.</summary>
public partial class RetiredWordsTests
{
    // What is allowed all the same, and why. Each is taken out of a text before it is searched.
    private static readonly (string Pattern, string Reason)[] Allowed =
    [
        (@"[Ss]ervice[- ]desk", "the name of a sample pack"),
        (@"How it felt", "a heading in the customer's words"),
        (@"class=""[^""]*\bmuted\b|""muted""|--muted|class=\\""muted", "the style of secondary text"),
        (@"(?m)^@inject .*$|\b[A-Z]\w*\.(?=[A-Z])", "names of classes in code, which nobody reads on a screen"),
    ];

    public static TheoryData<string> Texts() =>
    [
        .. Files("src/Console", "*.razor"),
        .. Files("src/Console", "*.cs"),
        .. Files("src/Api", "*.cs"),
        .. Files("docs", "*.md").Where(f => !f.StartsWith("docs/decisions/", StringComparison.Ordinal)),
        .. Files("docs/schema", "*.json"),
        .. Files("samples", "*.yaml"),
        .. Files("samples", "*.md"),
        "README.md",
        "CONTRIBUTING.md",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_Words_AreThoseOfTheGlossary(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));
        Assert.Empty(Retired(Searched(file, text)).Select(w => $"{file}: '{w}' is retired; docs/glossary.md has the term"));
    }

    [Theory]
    [InlineData("src/Api/X.cs", "public sealed record MuteView;")]
    [InlineData("src/Api/X.cs", "/// <summary>The version in force.</summary>")]
    [InlineData("src/Console/X.cs", "var text = \"It is switched off\";")]
    [InlineData("src/Console/X.razor", "<p class=\"muted\">They were muted</p>")]
    [InlineData("docs/schema/x.json", "\"globalHoldout\": {}")]
    [InlineData("samples/x.yaml", "ramp: 50")]
    [InlineData("docs/x.md", "what sets it off, and what a promise is")]
    public void Search_RetiredWord_IsFound(string file, string text) => Assert.NotEmpty(Retired(Searched(file, text)));

    [Theory]
    [InlineData("src/Console/X.razor", "<p class=\"xs muted\">Suppressed</p>")]
    [InlineData("src/Console/X.cs", "_desk.Ramp(promise); // whoever")]
    [InlineData("docs/x.md", "the [service desk](../samples/service-desk) pack, whose programs promote")]
    public void Search_OtherWord_IsNotFound(string file, string text) => Assert.Empty(Retired(Searched(file, text)));

    // Of the console's code only what it says is a screen; in the API and in documents the names are read as well, word by word.
    private static string Searched(string file, string text)
    {
        if (file.StartsWith("src/Console/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
        {
            text = string.Join('\n', Literal().Matches(text).Select(m => m.Value));
        }

        text = Allowed.Aggregate(text, (t, a) => Regex.Replace(t, a.Pattern, " "));
        return Hump().Replace(text, " ");
    }

    private static IEnumerable<string> Retired(string text) => Word().Matches(text).Select(m => m.Value).Distinct();

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'))
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex(
        @"\b(promis(e|es|ed|ing)|mut(e|es|ed|ing)|unmuted?|ramp(s|ed)?( up)?|hold ?outs?|held out|in force|(sets?|setting) (it |them |itself )?off|left alone|switched (on|off)|desk|felt"
            + @"|who(m|se)?ever|anew|manieth|mend(s|ed)?|thr(ow|ows|own) (it )?away|(at least|at most) so many)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Hump();

    [GeneratedRegex("""
        "(?:[^"\\\n]|\\.)*"
        """)]
    private static partial Regex Literal();
}
