using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Definitions.Tests.Connections;

public sealed class ConnectionReadingTests
{
    private const string Start = "kind: connection\nid: shop-mail\nname: Shop mail\nchannel: email\nprovider: smtp\n";
    private const string Settings = "settings: {host: mail.example.com, from: Shop <shop@example.com>}\n";

    private static ReadResult Read(string text) => DefinitionReader.Read([new("mail.yaml", text)]);

    [Fact]
    public void Read_Whole_IsInTheSet()
    {
        var read = Read(Start + """
            address: contact.email
            weight: 3
            ratePerSecond: 100
            settings:
              host: mail.example.com
              port: 465
              security: tls
              from: Shop <shop@example.com>
            secrets:
              password: {env: CX_SECRET_MAIL}
              dkimKey: {file: dkim.pem}
            """);

        Assert.Empty(read.Errors);
        var connection = Assert.Single(read.Set!.Connections);
        Assert.Equal(("shop-mail", "Shop mail", "email", "smtp", "contact.email", 3, 100), (connection.Id, connection.Name, connection.Channel, connection.Provider, connection.Address, connection.Weight, connection.RatePerSecond));
        Assert.Equal(("mail.example.com", "465", null), (connection["host"], connection["port"], connection["user"]));
        Assert.Equal([new SecretSource("password", SecretPlace.Environment, "CX_SECRET_MAIL"), new SecretSource("dkimKey", SecretPlace.File, "dkim.pem")], connection.Secrets);
        Assert.True(connection.Enabled);
        Assert.Equal(("connection", "shop-mail"), (read.Documents[0].Kind, read.Documents[0].Id));
    }

    [Fact]
    public void Read_Minimum_HasTheDefaults()
    {
        var connection = Assert.Single(Read(Start + Settings).Set!.Connections);
        Assert.Equal((null, 1, null), (connection.Address, connection.Weight, connection.RatePerSecond));
    }

    [Theory]
    [InlineData(Start, 1, 1, "smtp needs the setting 'host', like host: mail.example.com")]
    [InlineData(Start + Settings + "secrets: {password: hunter2}\n", 7, 21, "a secret is never in a document; write where 'password' comes from, like {env: CX_SECRET_MAIL}, or enter it in the console")]
    [InlineData(Start + Settings + "secrets: {password: {env: PATH}}\n", 7, 27, "'PATH' cannot be read; the variable's name begins with CX_SECRET_, then letters, digits and underscores")]
    [InlineData(Start + Settings + "secrets: {password: {file: ../../etc/passwd}}\n", 7, 28, "'../../etc/passwd' is not the name of a file; write the name alone, and keep the file in the folder that Channels:SecretsFolder names")]
    [InlineData(Start + Settings + "secrets: {password: {env: CX_SECRET_A, file: b}}\n", 7, 21, "a secret comes from one place; write env: or file:")]
    [InlineData(Start + "settings: {host: a, from: b, prot: 587}\n", 6, 1, "smtp has no setting 'prot'; did you mean 'port'?")]
    [InlineData(Start + "settings: {host: a, from: b, port: many}\n", 6, 1, "'port' is a whole number from 1 to 65535, not 'many'")]
    [InlineData(Start + "settings: {host: a, from: b, imapHost: c, imapPort: 70000}\n", 6, 1, "'imapPort' is a whole number from 1 to 65535, not '70000'")]
    [InlineData(Start + "settings: {host: a, from: b, imapHost: c, imapEvery: 5}\n", 6, 1, "'imapEvery' is a whole number from 10 to 3600, not '5'")]
    [InlineData(Start + "settings: {host: a, from: b, imapHost: c, imapSecurity: ssl}\n", 6, 1, "'imapSecurity' is one of tls, starttls, none, not 'ssl'")]
    [InlineData(Start + "settings: {host: a, from: b, imapDone: c}\n", 6, 1, "'imapDone' means nothing without 'imapHost'; add that, or remove 'imapDone'")]
    [InlineData(Start + "settings: {host: a, from: b, security: ssl}\n", 6, 1, "'security' is one of starttls, tls, none, not 'ssl'")]
    [InlineData(Start + "settings: {host: a, from: \"b\\nBcc: all@example.com\"}\n", 6, 27, "'from' is one line; remove the line break")]
    [InlineData("kind: connection\nid: t\nname: T\nchannel: sms\nprovider: smtp\n" + Settings, 4, 1, "smtp reaches the channel 'email', not 'sms'")]
    public void Read_Wrong_SaysWhereAndWhatToDo(string text, int line, int column, string message)
    {
        var error = Read(text).Errors.First(e => e.Message == message);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void Read_TwoOfOneId_AreRefused() => Assert.Contains(
        Read($"{Start}{Settings}---\n{Start}{Settings}").Errors, e => e.Message.StartsWith("the connection 'shop-mail' is already defined", StringComparison.Ordinal));
}
