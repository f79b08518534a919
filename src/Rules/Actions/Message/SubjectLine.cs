using System.Text;

namespace CxOrchestrator.Rules.Actions;

/// <summary>Makes one line of a subject: what a customer's name brings must not add headers to a mail.</summary>
public static class SubjectLine
{
    /// <summary>The text with a space for each line ending and each other control character.</summary>
    public static string Of(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        if (!line.Any(char.IsControl))
        {
            return line;
        }

        var plain = new StringBuilder(line);
        for (var i = 0; i < plain.Length; i++)
        {
            if (char.IsControl(plain[i]))
            {
                plain[i] = ' ';
            }
        }

        return plain.ToString();
    }
}
