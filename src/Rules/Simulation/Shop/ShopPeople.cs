using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Simulation.Shop;

/// <summary>Made-up people: each number is always the same person.</summary>
internal static class ShopPeople
{
    private static readonly string[] First =
    [
        "Ana", "Bruno", "Carla", "Diego", "Elena", "Felix", "Greta", "Hugo", "Ines", "Jonas", "Katja", "Luca", "Marta", "Nils", "Olga", "Pedro",
        "Rita", "Sven", "Tessa", "Ugo", "Vera", "Willem", "Yara", "Zoe", "Amir", "Beatriz", "Chloe", "David", "Emma", "Farid", "Gita", "Henrik",
    ];

    private static readonly string[] Last =
    [
        "Almeida", "Bauer", "Costa", "Dubois", "Eriksen", "Ferrari", "Garcia", "Hansen", "Ivanov", "Jansen", "Keller", "Lopez", "Moreau", "Novak",
        "Oliveira", "Petrov", "Quinn", "Rossi", "Santos", "Tanaka", "Urban", "Vidal", "Weber", "Young", "Zimmer", "Moretti", "Lindberg", "Haas",
    ];

    private static readonly (string Zone, string Language)[] Places =
    [
        ("Europe/Lisbon", "pt"), ("Europe/Berlin", "de"), ("Europe/Paris", "fr"), ("Europe/Madrid", "es"), ("Europe/Rome", "it"), ("Europe/London", "en"), ("Europe/Amsterdam", "nl"),
    ];

    public static string Id(int number) => $"c-{10_000 + number}";

    /// <summary>What says elsewhere who the person is.</summary>
    public static IdentitySet Identities(int number) =>
        IdentitySet.Of(new CustomerIdentity(IdentityKinds.Email, Address(number)), new CustomerIdentity(IdentityKinds.Crm, $"P-{20_000 + number}"));

    private static string Address(int number) =>
        $"{First[number % First.Length]}.{Last[number / First.Length % Last.Length]}.{number}@example.com".ToLowerInvariant();

    /// <summary>What <c>customer.updated</c> says of the person.</summary>
    public static List<NamedValue> Attributes(int number, Random dice)
    {
        var (zone, language) = Places[dice.Next(Places.Length)];
        var worth = Math.Round(Math.Exp(dice.NextDouble() * 4.5) * 20);
        return
        [
            new("name", Scalar.Of($"{First[number % First.Length]} {Last[number / First.Length % Last.Length]}")),
            new("email", Scalar.Of(Address(number))),
            new("language", Scalar.Of(language)),
            new("timeZone", Scalar.Of(zone)),
            new("lifetimeValue", Scalar.Of(worth)),
            new("currency", Scalar.Of("EUR")),
            new("segment", Scalar.Of(worth > 900 ? "gold" : worth > 300 ? "silver" : "standard")),
            new("consent.email", Scalar.Of(dice.NextDouble() < 0.85)),
            new("consent.phone", Scalar.Of(dice.NextDouble() < 0.5)),
        ];
    }
}
