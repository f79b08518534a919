using PhoneNumbers;

namespace CxOrchestrator.Storage.Identities;

/// <summary>Telephone numbers in E.164, as they are compared and as providers take them.</summary>
public static class TelephoneNumbers
{
    // How a number with its country's code begins in most of the world; which country would say so is not known.
    private const string International = "00";

    /// <param name="text">As it was stated.</param>
    /// <param name="country">ISO 3166 code for numbers without a country's; null: those are refused.</param>
    /// <returns>Null where it is no number that could be called.</returns>
    public static string? Read(string text, string? country)
    {
        var util = PhoneNumberUtil.GetInstance();
        try
        {
            var dialled = country is null && text.StartsWith(International, StringComparison.Ordinal) ? $"+{text[International.Length..]}" : text;
            var number = util.Parse(dialled, country?.ToUpperInvariant());
            return util.IsPossibleNumber(number) && util.IsValidNumber(number) ? util.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
