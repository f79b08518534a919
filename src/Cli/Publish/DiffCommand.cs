using System.CommandLine;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;

namespace CxOrchestrator.Cli.Publish;

/// <summary><c>cx diff A B</c></summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var from = new Argument<string>("a") { Description = "File or folder of documents." };
        var to = new Argument<string>("b") { Description = "File or folder to compare it with." };
        var command = new Command("diff", "Compare two sets of documents: added, changed, removed, with the lines that differ. Where documents stand in the files does not matter.") { from, to };
        command.SetAction(parsed => Run(Documents.Read([parsed.GetValue(from)!], Console.Error), Documents.Read([parsed.GetValue(to)!], Console.Error), Console.Out, Console.Error));
        return command;
    }

    internal static int Run(IReadOnlyCollection<DocumentSource> from, IReadOnlyCollection<DocumentSource> to, TextWriter output, TextWriter errors)
    {
        var (left, right) = (DefinitionReader.Read(from), DefinitionReader.Read(to));
        foreach (var error in left.Errors.Concat(right.Errors))
        {
            errors.WriteLine(error);
        }

        if (!left.Errors.IsEmpty || !right.Errors.IsEmpty)
        {
            errors.WriteLine("cx: documents with errors are not compared; fix them first.");
            return ExitCodes.Errors;
        }

        ChangeText.Write(SetDiff.Of(SetDiff.Texts(left.Documents), SetDiff.Texts(right.Documents)), output);
        return ExitCodes.Done;
    }
}
