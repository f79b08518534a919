namespace CxOrchestrator.Rules.Simulation.Shop;

/// <summary>What people write under their stars.</summary>
internal static class ReviewTexts
{
    private static readonly string[] Late =
    [
        "Came far too late.", "I waited and waited, nobody told me anything.", "A promise is a promise. This one was broken.", "Two days late, and the driver was rude when I asked.",
        "Still waiting for my parcel, and support never answers.", "Delayed again. Next time I order somewhere else.", "The parcel was lost for a week, and I want my money back.",
    ];
    private static readonly string[] Bad =
    [
        "Not what the picture showed.", "Broken when it arrived.", "Disappointing quality.", "You sent the wrong size, and the return is a nightmare.", "Far too expensive for such cheap material.",
        "The website crashed twice while I was paying. Terrible.", "Your customer service hung up on me.",
    ];
    private static readonly string[] Fair = ["It is all right.", "Does the job.", "Fine, a bit expensive.", "Arrived today, have not tried it yet.", "Okay, but the box was damaged."];
    private static readonly string[] Good = ["Lovely, thank you!", "Quick and just as described.", "Very happy, will order again.", "Great quality and friendly staff.", "Fast delivery, well packed. Thanks!"];

    public static string For(int stars, bool late, Random dice)
    {
        var texts = stars switch { <= 2 when late => Late, <= 2 => Bad, 3 => Fair, _ => Good };
        return texts[dice.Next(texts.Length)];
    }
}
