namespace CxOrchestrator.Rules.Simulation.Shop;

/// <summary>What people write under their stars.</summary>
internal static class ReviewTexts
{
    private static readonly string[] Late = ["Came far too late.", "I waited and waited, nobody told me anything.", "A promise is a promise. This one was broken."];
    private static readonly string[] Bad = ["Not what the picture showed.", "Broken when it arrived.", "Disappointing quality."];
    private static readonly string[] Fair = ["It is all right.", "Does the job.", "Fine, a bit expensive."];
    private static readonly string[] Good = ["Lovely, thank you!", "Quick and just as described.", "Very happy, will order again."];

    public static string For(int stars, bool late, Random dice)
    {
        var texts = stars switch { <= 2 when late => Late, <= 2 => Bad, 3 => Fair, _ => Good };
        return texts[dice.Next(texts.Length)];
    }
}
