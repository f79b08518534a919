using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Console.Customers;

/// <summary>A touchpoint or another input on the curve. The shape says how it felt: pos, neg, none, miss.</summary>
public sealed record CurvePoint(TimelineEntry Entry, double X, double Y, string Shape);

/// <summary>A time in which a low or high point was open.</summary>
public sealed record CurveBand(double X, double Width, bool Low, bool Closed, string Text, int Line);

/// <summary>An action above the line at its time.</summary>
public sealed record CurveMark(ActionView Action, double X, double Y, double LineY);

/// <summary>An expectation that is neither met nor late yet.</summary>
public sealed record CurveExpectation(ExpectationView Expectation, JourneyView Journey, double X, double Y);

/// <summary>A day or an hour on the time axis.</summary>
public sealed record CurveTick(double X, string Text, string Anchor = "middle");

/// <summary>A place on the curve that the pointer or the keyboard can be on, with all that is known of it.</summary>
public sealed record CurveStop(string Key, double X, string Text);

/// <summary>The symbol of a channel: people, letters, systems, and what the customer does alone.</summary>
internal static class CurveGlyphs
{
    public static string Of(string? channel) => channel switch
    {
        "phone" or "chat" or "operator" or "store" => "square",
        "email" or "sms" or "push" or "letter" => "triangle",
        "web" or "app" => "circle",
        null => "circle",
        _ => "diamond",
    };
}
