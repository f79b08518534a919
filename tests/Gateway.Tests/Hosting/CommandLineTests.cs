using CxOrchestrator.Gateway.Hosting;

namespace CxOrchestrator.Gateway.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void Parse_Options_BecomeSettings()
    {
        var line = CommandLine.Parse(["--demo", "--data", "/tmp/x", "--urls=http://127.0.0.1:6000", "--Gateway:ItemsMax=5", "--definitions=/tmp/d"]);
        Assert.Null(line.Error);
        Assert.Equal(
            [("Demo:Enabled", "true"), ("Embedded:DataFolder", "/tmp/x"), ("urls", "http://127.0.0.1:6000"), ("Gateway:ItemsMax", "5"), ("Definitions:Folder", "/tmp/d")],
            line.Settings.Select(s => (s.Key, s.Value)));
    }

    [Theory]
    [InlineData("--data")]
    [InlineData("--data", "--demo")]
    [InlineData("--dmeo")]
    [InlineData("demo")]
    public void Parse_WhatCannotBeObeyed_SaysSo(params string[] args) => Assert.NotNull(CommandLine.Parse(args).Error);

    [Fact]
    public void Parse_Help_IsHelp() => Assert.True(CommandLine.Parse(["--help"]).Help);
}
