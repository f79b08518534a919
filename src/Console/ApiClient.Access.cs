using System.Net.Http.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Access;

namespace CxOrchestrator.Console;

/// <summary>Accounts, and what their owners sign in with.</summary>
internal sealed partial class ApiClient
{
    private const string SecondFactor = "v1/me/second-factor";

    public Task<MeView> ChangePasswordAsync(string current, string password, string? code) => SendAsync(
        HttpMethod.Post,
        "v1/me/password",
        JsonContent.Create(new PasswordChange { Current = current, Password = password, Code = code }, ConsoleJson.Api.PasswordChange),
        ConsoleJson.Api.MeView);

    public Task<SecondFactorSecret> BeginSecondFactorAsync(string password) => SendAsync(
        HttpMethod.Post, SecondFactor, JsonContent.Create(new SecondFactorStart { Password = password }, ConsoleJson.Api.SecondFactorStart), ConsoleJson.Api.SecondFactorSecret);

    public Task<RecoveryCodesView> ConfirmSecondFactorAsync(string pending, string code) => SendAsync(
        HttpMethod.Post,
        $"{SecondFactor}/confirm",
        JsonContent.Create(new SecondFactorConfirmation { Pending = pending, Code = code }, ConsoleJson.Api.SecondFactorConfirmation),
        ConsoleJson.Api.RecoveryCodesView);

    public Task DisableSecondFactorAsync(string password, string code) => SendAsync(HttpMethod.Post, $"{SecondFactor}/disable", Proof(password, code));

    public Task<RecoveryCodesView> RenewRecoveryCodesAsync(string password, string code) =>
        SendAsync(HttpMethod.Post, $"{SecondFactor}/recovery-codes", Proof(password, code), ConsoleJson.Api.RecoveryCodesView);

    public Task<Page<AccountView>> AccountsAsync() => GetAsync("v1/accounts", ConsoleJson.Api.PageAccountView);

    public Task<AccountView> ChangeAccountAsync(string name, AccountChange change, long version) =>
        SendAsync(HttpMethod.Put, $"v1/accounts/{Escape(name)}", JsonContent.Create(change, ConsoleJson.Api.AccountChange), ConsoleJson.Api.AccountView, version);

    public Task<AccountView> ResetSecondFactorAsync(string name) =>
        SendAsync(HttpMethod.Delete, $"v1/accounts/{Escape(name)}/second-factor", null, ConsoleJson.Api.AccountView);

    private static JsonContent Proof(string password, string code) =>
        JsonContent.Create(new SecondFactorProof { Password = password, Code = code }, ConsoleJson.Api.SecondFactorProof);
}
