namespace CxOrchestrator.Sentiment.Models;

/// <summary>Takes the features of a text, one by one.</summary>
internal interface IFeatureSink
{
    /// <summary>Takes a feature. The same one may come again: only its first value counts.</summary>
    /// <param name="name">Valid during the call.</param>
    /// <param name="value">1 for a word that is there; a size for the others.</param>
    void Add(scoped ReadOnlySpan<char> name, double value);
}
