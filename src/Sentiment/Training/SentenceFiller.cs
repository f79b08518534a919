using System.Text;

namespace CxOrchestrator.Sentiment.Training;

/// <summary>Makes examples of sentences: fills their slots, and puts beginnings and ends around them.</summary>
internal sealed class SentenceFiller(ILookup<string, string> slots, SplitMix random)
{
    private const int CapitalsOneIn = 12;

    public string Fill(string sentence, int @class)
    {
        var text = new StringBuilder();
        text.Append(random.Pick([.. slots["begin"]]).Replace("_", "", StringComparison.Ordinal));
        FillSlots(sentence, text);
        var ends = slots[@class switch { < 0 => "end-", > 0 => "end+", _ => "end0" }].ToList();
        text.Append(random.Pick(ends).Replace("_", " ", StringComparison.Ordinal));
        return random.Next(CapitalsOneIn) == 0 && @class != 0 ? text.ToString().ToUpperInvariant() : text.ToString();
    }

    private void FillSlots(string sentence, StringBuilder text)
    {
        for (var at = 0; at < sentence.Length; at++)
        {
            if (sentence[at] == '{' && sentence.IndexOf('}', at) is > 0 and var end)
            {
                var choices = slots[sentence[(at + 1)..end]].ToList();
                if (choices.Count == 0)
                {
                    throw new InvalidDataException($"No words for the slot {sentence[at..(end + 1)]} of '{sentence}': add them to slots.txt.");
                }

                text.Append(random.Pick(choices));
                at = end;
            }
            else
            {
                text.Append(sentence[at]);
            }
        }
    }
}
