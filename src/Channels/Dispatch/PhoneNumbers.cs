using PhoneNumbers;

namespace CxOrchestrator.Channels.Dispatch;

/// <summary>Telephone numbers in E.164, as providers take them.</summary>
internal static class PhoneNumbers
{
    /// <param name="text">As it was stated.</param>
    /// <param name="country">ISO 3166 code for numbers without a country's; null: those are refused.</param>
    /// <returns>Null where it is no number that could be called.</returns>
    public static string? Read(string text, string? country)
    {
        var util = PhoneNumberUtil.GetInstance();
        try
        {
            var number = util.Parse(text, country?.ToUpperInvariant());
            return util.IsPossibleNumber(number) && util.IsValidNumber(number) ? util.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
