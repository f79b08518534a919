namespace CxOrchestrator.Storage.Erasure;

/// <summary>Which dead letters are a customer's: those stored under the customer's id, and those that could not be read but name the customer.</summary>
public static class CustomerLetters
{
    /// <summary>SQL for letters whose customer is not known for sure: a record that cannot be read is stored under its key, and keys may be wrong.</summary>
    public const string Unsure = "(customer IS NULL OR reason = 'unreadable')";

    public static bool Are(StoredDeadLetter letter, string customer, CustomerBodies bodies) =>
        letter.Letter.Customer == customer || bodies.Names(letter.Letter.Body.Span) || bodies.Names(System.Text.Encoding.UTF8.GetBytes(letter.Letter.Detail));
}
