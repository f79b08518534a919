using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Files;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Images;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Retention;
using CxOrchestrator.Storage.Voice;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Postgres;

public static class PostgresExtensions
{
    /// <summary>
    /// The store in PostgreSQL. The log is not in it: an <see cref="ITouchpointLog"/> is added beside it, and an <see cref="ILogEnds"/>
    /// where the log can say what it holds. Hosted services start in the order they are added: this one before whatever uses the store.
    /// </summary>
    public static IServiceCollection AddPostgresStore(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<PostgresOptions>, PostgresOptionsValidator>();
        services.AddSingleton<IValidateOptions<PostgresOptions>, PostgresConnectionValidator>();
        services.AddOptions<PostgresOptions>().BindConfiguration(PostgresOptions.Section).ValidateOnStart();
        services.AddLedgerSources();
        services.AddSingleton(provider => new SourceNames(provider.GetRequiredService<LedgerSources>(), provider.GetRequiredService<IOptions<LedgerOptions>>().Value.SourcesMax));
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton(provider => provider.GetRequiredService<PostgresDatabase>().Times);
        services.AddSingleton(provider => provider.GetRequiredService<PostgresDatabase>().Writes);
        services.AddSingleton<ICustomerStore, PostgresCustomerStore>();
        services.AddSingleton<ICustomerMergeStore, PostgresMerges>();
        services.AddSingleton<PostgresOutbox>();
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<PostgresOutbox>());
        services.AddSingleton<ISendingSwitch>(provider => provider.GetRequiredService<PostgresOutbox>());
        services.AddSingleton<IGuardSwitches, PostgresGuardSwitches>();
        services.AddSingleton<ICaseStore, PostgresCases>();
        services.AddSingleton(new WebhookSecretFile(null));
        services.AddSingleton<IDeadLetters, PostgresDeadLetters>();
        services.AddSingleton<ITimerStore, PostgresTimers>();
        services.AddSingleton<IDefinitionStore, PostgresDefinitions>();
        services.AddSingleton<ILifeStore, PostgresLife>();
        services.AddSingleton<IAuditTrail, PostgresAudit>();
        services.AddSingleton<PostgresAccounts>();
        services.AddSingleton<IAccountStore>(provider => provider.GetRequiredService<PostgresAccounts>());
        services.AddSingleton<IProtectionKeys>(provider => provider.GetRequiredService<PostgresAccounts>());
        services.AddSingleton<IPolicyFigures, PostgresPolicyFigures>();
        services.AddSingleton<IRecordedHistory, PostgresRecordedHistory>();
        services.AddSingleton<IBacktestStore, PostgresBacktests>();
        services.AddSingleton<IWarningSearchStore, PostgresWarningSearches>();
        services.AddSingleton<IEventCatalogue, PostgresEventCatalogue>();
        services.AddSingleton<ICodePools, PostgresCodes>();
        services.AddSingleton<ITestRecipients, PostgresTestRecipients>();
        services.AddSingleton<IApiKeyStore, PostgresApiKeys>();
        services.AddSingleton<ISignInTries, PostgresSignInTries>();
        services.AddSingleton<IWebhookEndpoints, PostgresWebhookEndpoints>();
        services.AddSingleton<IDeliveries, PostgresDeliveries>();
        services.AddSingleton<IConnectionStates, PostgresConnectionStates>();
        services.AddSingleton<IConnectionSecrets, PostgresConnectionSecrets>();
        services.AddSingleton<IReturnMailboxes, PostgresReturnMailboxes>();
        services.AddSingleton<ISourcePulls, PostgresSourcePulls>();
        services.AddSingleton<ISourcePages, SourcePages>();
        services.AddSingleton<IWaitingDeliveries, PostgresWaitingDeliveries>();
        services.AddSingleton<ISourceDeliveries, PostgresSourceDeliveries>();
        services.AddSingleton<IFileImports, PostgresFileImports>();
        services.AddSingleton<IInAppInbox, PostgresInAppInbox>();
        services.AddSingleton<IInAppKeys, PostgresInAppKeys>();
        services.AddSingleton<IImageStore, PostgresImages>();
        services.AddSingleton<IScheduleStore, PostgresSchedules>();
        services.AddSingleton<PostgresErasureKey>();
        services.AddSingleton<PostgresErasures>();
        services.AddSingleton<ICustomerErasures>(provider => provider.GetRequiredService<PostgresErasures>());
        services.AddSingleton<IErasureStore>(provider => provider.GetRequiredService<PostgresErasures>());
        services.AddSingleton<IConsentLog, PostgresConsents>();
        services.AddSingleton<IVoiceStore, PostgresVoice>();
        services.AddCustomerIdentities();
        services.AddSingleton<IIdentityStore, PostgresIdentities>();
        services.AddSingleton<IIdentityLinks, PostgresIdentityLinks>();
        services.AddSingleton<ICustomerRecords, PostgresCustomerRecords>();
        services.AddSingleton<IReadModel, PostgresReadModel>();
        services.AddSingleton<IStoreFigures, PostgresFigures>();
        services.AddSingleton<IProgressStore, PostgresProgress>();
        services.AddSingleton<ISentBefore, PostgresSentBefore>();
        services.AddHostedService<PostgresStart>();
        services.AddHostedService<MonthKeeper>();
        services.AddSingleton<IRetention, PostgresRetention>();
        services.AddSingleton<FigureKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<FigureKeeper>());
        return services;
    }
}
